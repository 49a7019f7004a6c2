import type { Moment } from "../api/types.ts";
import { h, setText } from "../ui/dom.ts";
import { Trouble } from "../ui/trouble.ts";
import { Moments } from "./moments.ts";
import type { Desk } from "./view.ts";

/** What the slider does with a moment that was chosen. */
export interface PastEnds {
  /** Shows a room as it was. */
  readonly show: (moment: Moment) => void;
  /** Back to how it is now. */
  readonly live: () => void;
  /** What was chosen cannot be had, which the slider's own line says. */
  readonly fail: (cause: unknown) => void;
}

const refreshEveryMs = 5000;

/** The history of a room as a slider: each step is an entry of what is kept, the right end is now. */
export class RoomPast {
  readonly element: HTMLElement;
  /** Why the last moment that was chosen cannot be had; stays until another one is, whatever the room answers meanwhile. */
  readonly trouble = new Trouble("past-trouble");
  private readonly text = h("span", { class: "moment", "data-testid": "moment" });
  private readonly slider = h("input", { type: "range", min: 0, step: 1, "aria-label": "Moment", "data-testid": "slider" });
  private readonly back = h("button", { class: "button little", type: "button", "data-testid": "to-now", hidden: true }, "Back to now");
  private readonly moments: Moments;
  private lookedAt = -Infinity;

  constructor(desk: Desk, room: string, ends: PastEnds, ...actions: readonly HTMLElement[]) {
    this.moments = new Moments(desk.api, room, {
      ...ends,
      changed: () => this.place(),
      fail: (cause) => {
        this.trouble.show(cause);
        ends.fail(cause);
      },
    });
    const step = (by: number, label: string, sign: string): HTMLElement =>
      h("button", { class: "button quiet little", type: "button", "aria-label": label, onclick: () => this.step(by) }, sign);
    this.element = h(
      "div",
      { class: "history", hidden: true, "data-testid": "history" },
      h("div", { class: "history-line" }, this.text, this.back, ...actions),
      h("div", { class: "slider" }, step(-1, "Earlier", "‹"), this.slider, step(1, "Later", "›")),
    );
    this.slider.addEventListener("input", () => this.choose(Number(this.slider.value)));
    this.back.addEventListener("click", () => this.choose(this.moments.count));
  }

  get isLive(): boolean {
    return this.moments.isLive;
  }

  /** The version that is shown; undefined: now. */
  get version(): number | undefined {
    return this.moments.version;
  }

  /** The newest that is stored; undefined: nothing is. */
  get newest(): number | undefined {
    return this.moments.newest;
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
    await this.moments.refresh(cancel);
  }

  stop(): void {
    this.moments.stop();
  }

  private step(by: number): void {
    this.choose(Math.min(Math.max(Number(this.slider.value) + by, 0), this.moments.count));
  }

  private choose(index: number): void {
    this.trouble.clear();
    this.moments.choose(index);
  }

  private place(): void {
    const { count, index, isLive, words } = this.moments;
    this.element.hidden = count === 0;
    this.slider.max = String(count);
    this.slider.value = String(index);
    this.back.hidden = isLive;
    this.element.classList.toggle("is-past", !isLive);
    setText(this.text, words);
    this.slider.setAttribute("aria-valuetext", words);
  }
}
