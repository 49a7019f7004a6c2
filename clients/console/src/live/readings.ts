import type { Durations, NodeFigures } from "../api/types.ts";

/** What a node's figures say of the time between two readings; null: nothing happened, or there is no reading before. */
export interface Reading {
  readonly connections: number;
  readonly sessions: number;
  readonly rooms: number;
  readonly outboxBytes: number;
  readonly memoryBytes: number;
  readonly deliveriesPerSecond: number | null;
  readonly commandsPerSecond: number | null;
  /** Processors that were busy. */
  readonly processors: number | null;
  readonly turnMean: number | null;
  readonly turnP99: number | null;
  readonly commitMean: number | null;
  readonly commitP99: number | null;
  /** How late a timed turn began, on average. */
  readonly lateness: number | null;
}

/** `before`: of the same node; that of another process of it is left aside, for its totals began anew. */
export function read(now: NodeFigures, before: NodeFigures | undefined): Reading {
  const elder = before?.process === now.process && before.uptimeSeconds < now.uptimeSeconds ? before : undefined;
  const perSecond = (total: (figures: NodeFigures) => number): number | null =>
    elder === undefined ? null : (total(now) - total(elder)) / (now.uptimeSeconds - elder.uptimeSeconds);
  const timed = elder === undefined ? 0 : now.timedTurnsTotal - elder.timedTurnsTotal;
  return {
    connections: now.connections,
    sessions: now.sessions,
    rooms: now.rooms,
    outboxBytes: now.outboxBytes,
    memoryBytes: now.memoryBytes,
    deliveriesPerSecond: perSecond((figures) => figures.deliveriesTotal),
    commandsPerSecond: perSecond((figures) => figures.commandsTotal),
    processors: perSecond((figures) => figures.cpuSecondsTotal),
    turnMean: mean(now.turns, elder?.turns),
    turnP99: quantile(0.99, now.turns, elder?.turns),
    commitMean: mean(now.commits, elder?.commits),
    commitP99: quantile(0.99, now.commits, elder?.commits),
    lateness: elder === undefined || timed <= 0 ? null : (now.latenessSecondsTotal - elder.latenessSecondsTotal) / timed,
  };
}

/**
 * In seconds, of what was measured after `before`; null: nothing was. Within a bucket it goes straight from bound to bound, as in
 * Prometheus, so that both show the same.
 */
export function quantile(share: number, now: Durations, before: Durations | undefined): number | null {
  if (before === undefined || now.count <= before.count) {
    return null;
  }
  const wanted = share * (now.count - before.count);
  const elder = new Map(before.buckets.map((bucket) => [bucket.upTo, bucket.count]));
  let [lower, below] = [0, 0];
  for (const bucket of now.buckets) {
    const reached = bucket.count - (elder.get(bucket.upTo) ?? 0);
    // Of the last bucket all that is known is that it lies above the one before.
    if (bucket.upTo === null) {
      return lower;
    }
    if (reached >= wanted) {
      return lower + (bucket.upTo - lower) * ((wanted - below) / (reached - below));
    }
    [lower, below] = [bucket.upTo, reached];
  }
  return lower;
}

function mean(now: Durations, before: Durations | undefined): number | null {
  return before === undefined || now.count <= before.count ? null : (now.seconds - before.seconds) / (now.count - before.count);
}
