import type { HistoryEntry, Moment } from "../api/types.ts";
import { h, setText } from "../ui/dom.ts";
import { count, moment as timeOf } from "../ui/format.ts";
import type { Desk } from "./view.ts";

/** What the slider does with a moment that was chosen. */
export interface PastEnds {
  /** Shows a room as it was. */
  readonly show: (moment: Moment) => void;
  /** Back to how it is now. */
  readonly live: () => void;
  readonly fail: (cause: unknown) => void;
}

const entriesMax = 1000;
const refreshEveryMs = 5000;

/** The history of a room as a slider: each step is an entry of what is kept, the right end is now. */
export class RoomPast {
  readonly element: HTMLElement;
  private readonly text = h("span", { class: "moment", "data-testid": "moment" });
  private readonly slider = h("input", { type: "range", min: 0, step: 1, "aria-label": "Moment", "data-testid": "slider" });
  private readonly back = h("button", { class: "button little", type: "button", "data-testid": "to-now", hidden: true }, "Back to now");
  private entries: readonly HistoryEntry[] = [];
  private isAll = true;
  private chosen: number | undefined;
  private asked: AbortController | undefined;
  private lookedAt = -Infinity;

  constructor(
    private readonly desk: Desk,
    private readonly room: string,
    private readonly ends: PastEnds,
    ...actions: readonly HTMLElement[]
  ) {
    const step = (by: number, label: string, sign: string): HTMLElement =>
      h("button", { class: "button quiet little", type: "button", "aria-label": label, onclick: () => this.step(by) }, sign);
    this.element = h(
      "div",
      { class: "history", hidden: true, "data-testid": "history" },
      h("div", { class: "history-line" }, this.text, this.back, ...actions),
      h("div", { class: "slider" }, step(-1, "Earlier", "‹"), this.slider, step(1, "Later", "›")),
    );
    this.slider.addEventListener("input", () => this.choose(Number(this.slider.value)));
    this.back.addEventListener("click", () => this.choose(this.entries.length));
  }

  get isLive(): boolean {
    return this.chosen === undefined;
  }

  /** The version that is shown; undefined: now. */
  get version(): number | undefined {
    return this.chosen;
  }

  /** The newest that is stored; undefined: nothing is. */
  get newest(): number | undefined {
    return this.entries.at(-1)?.version;
  }

  /** The room may have gone on: looks what is kept, if the last look was not just now. */
  async follow(cancel: AbortSignal): Promise<void> {
    if (performance.now() - this.lookedAt >= refreshEveryMs) {
      await this.refresh(cancel);
    }
  }

  /** Looks what is kept. */
  async refresh(cancel?: AbortSignal): Promise<void> {
    this.lookedAt = performance.now();
    const history = await this.desk.api.history(this.room, entriesMax, cancel);
    // A snapshot and the record that it ends with are the same moment.
    this.entries = [...new Map(history.entries.map((entry) => [entry.version, entry])).values()].sort((a, b) => a.version - b.version);
    this.isAll = history.isAll;
    this.element.hidden = this.entries.length === 0;
    this.slider.max = String(this.entries.length);
    this.place();
  }

  stop(): void {
    this.asked?.abort();
  }

  private step(by: number): void {
    this.choose(Math.min(Math.max(Number(this.slider.value) + by, 0), this.entries.length));
  }

  private choose(index: number): void {
    this.asked?.abort();
    const entry = this.entries[index];
    this.chosen = entry?.version;
    this.place();
    if (entry === undefined) {
      this.ends.live();
      return;
    }
    const asked = new AbortController();
    this.asked = asked;
    this.desk.api.moment(this.room, entry.version, asked.signal).then(
      (moment) => !asked.signal.aborted && this.ends.show(moment),
      (cause: unknown) => !asked.signal.aborted && this.ends.fail(cause),
    );
  }

  private place(): void {
    const found = this.entries.findIndex((entry) => entry.version === this.chosen);
    const index = found < 0 ? this.entries.length : found;
    const entry = this.entries[index];
    this.slider.value = String(index);
    this.back.hidden = this.isLive;
    this.element.classList.toggle("is-past", !this.isLive);
    const words = entry === undefined
      ? `Now. ${count(this.entries.length, "moment")} kept${this.isAll ? "" : ", and elder ones"}.`
      : `As it was at version ${entry.version}, ${timeOf(new Date(entry.time), new Date())}`;
    setText(this.text, words);
    this.slider.setAttribute("aria-valuetext", words);
  }
}
