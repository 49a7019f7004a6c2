import type { Figures, NodeFigures } from "../api/types.ts";
import { read, type Reading } from "./readings.ts";

/** All nodes at one moment. */
export interface Sample {
  /** Seconds since 1970, by this browser's clock. */
  readonly at: number;
  readonly nodes: ReadonlyMap<string, Reading>;
}

const keptSeconds = 600;

/** Remembers what the figures have been since the console was opened, for the charts. */
export class Recorder {
  private readonly kept: Sample[] = [];
  private readonly before = new Map<string, NodeFigures>();
  private readonly seen = new Set<string>();
  private readonly types = new Set<string>();

  add(figures: Figures, atSeconds: number): void {
    const nodes = new Map<string, Reading>();
    for (const now of figures.nodes) {
      nodes.set(now.node, read(now, this.before.get(now.node)));
      this.before.set(now.node, now);
      this.seen.add(now.node);
      Object.keys(now.roomsByType).forEach((type) => this.types.add(type));
    }
    this.kept.push({ at: atSeconds, nodes });
    while ((this.kept[0]?.at ?? atSeconds) < atSeconds - keptSeconds) {
      this.kept.shift();
    }
  }

  get samples(): readonly Sample[] {
    return this.kept;
  }

  get newest(): Sample | undefined {
    return this.kept.at(-1);
  }

  /** Every node that was ever seen, in the order in which it came: so each keeps its colour. */
  get nodeNames(): readonly string[] {
    return [...this.seen];
  }

  /** Those that were there within the time that is kept. */
  get latelySeen(): readonly string[] {
    return this.nodeNames.filter((name) => this.kept.some(({ nodes }) => nodes.has(name)));
  }

  get roomTypes(): readonly string[] {
    return [...this.types].sort();
  }

  /** Over all nodes now; null where no node has it. */
  total(pick: (reading: Reading) => number | null): number | null {
    const values = [...(this.newest?.nodes.values() ?? [])].map(pick).filter((value) => value !== null);
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
  }

  /** The worst of all nodes now; null where no node has it. */
  worst(pick: (reading: Reading) => number | null): number | null {
    const values = [...(this.newest?.nodes.values() ?? [])].map(pick).filter((value) => value !== null);
    return values.length === 0 ? null : Math.max(...values);
  }
}
