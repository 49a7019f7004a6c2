import type { AdminApi } from "../api/admin-api.ts";
import type { HistoryEntry, Moment } from "../api/types.ts";
import { count, moment as timeOf } from "../ui/format.ts";

/** What comes of the moments. */
export interface MomentEnds {
  /** Others are kept, or another one is looked at. */
  readonly changed: () => void;
  /** The one that was chosen is here. */
  readonly show: (moment: Moment) => void;
  /** It is now that is looked at. */
  readonly live: () => void;
  /** What was chosen cannot be had: it is now that is looked at. */
  readonly fail: (cause: unknown) => void;
}

const entriesMax = 1000;

/** The moments that are kept of a room, eldest first, and which of them is looked at. Knows no page. */
export class Moments {
  private entries: readonly HistoryEntry[] = [];
  private isAll = true;
  private chosen: HistoryEntry | undefined;
  private isHere = false;
  private asked: AbortController | undefined;

  constructor(
    private readonly api: Pick<AdminApi, "history" | "moment">,
    private readonly room: string,
    private readonly ends: MomentEnds,
  ) {}

  get isLive(): boolean {
    return this.chosen === undefined;
  }

  /** How many there are. */
  get count(): number {
    return this.entries.length;
  }

  /** The place of the one that is looked at; behind the last: now. */
  get index(): number {
    const found = this.entries.findIndex((entry) => entry.version === this.chosen?.version);
    return found < 0 ? this.entries.length : found;
  }

  /** The version that is looked at; undefined: now. */
  get version(): number | undefined {
    return this.chosen?.version;
  }

  /** The newest that is stored; undefined: nothing is. */
  get newest(): number | undefined {
    return this.entries.at(-1)?.version;
  }

  /** What is looked at, in words. */
  get words(): string {
    if (this.chosen === undefined) {
      return `Now. ${count(this.entries.length, "moment")} kept${this.isAll ? "" : ", and elder ones"}.`;
    }
    const at = `at version ${this.chosen.version}, ${timeOf(new Date(this.chosen.time), new Date())}`;
    return this.isHere ? `As it was ${at}` : `Asking how it was ${at}`;
  }

  /** Looks what is kept. */
  async refresh(cancel?: AbortSignal): Promise<void> {
    const history = await this.api.history(this.room, entriesMax, cancel);
    // Newer ones may have pushed the one that is looked at out of the list; it is still looked at.
    const listed = this.chosen === undefined ? history.entries : [this.chosen, ...history.entries];
    // A snapshot and the record that it ends with are the same moment.
    this.entries = [...new Map(listed.map((entry) => [entry.version, entry])).values()].sort((a, b) => a.version - b.version);
    this.isAll = history.isAll;
    this.ends.changed();
  }

  /** Looks at the one at that place, or at now. */
  choose(index: number): void {
    this.asked?.abort();
    const entry = this.entries[index];
    this.look(entry);
    if (entry === undefined) {
      this.ends.live();
      return;
    }
    const asked = new AbortController();
    this.asked = asked;
    this.api.moment(this.room, entry.version, asked.signal).then(
      (moment) => !asked.signal.aborted && this.arrive(moment),
      (cause: unknown) => !asked.signal.aborted && this.giveUp(cause),
    );
  }

  stop(): void {
    this.asked?.abort();
  }

  private arrive(moment: Moment): void {
    this.isHere = true;
    this.ends.changed();
    this.ends.show(moment);
  }

  // Another moment may be shown still, or now: neither is what was chosen.
  private giveUp(cause: unknown): void {
    this.look(undefined);
    this.ends.fail(cause);
    this.ends.live();
  }

  private look(entry: HistoryEntry | undefined): void {
    this.chosen = entry;
    this.isHere = false;
    this.ends.changed();
  }
}
