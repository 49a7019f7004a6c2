// Figures and times as people read them. Every number keeps its unit beside it.

const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const precise = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const day = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric" });
const dayOfYear = new Intl.DateTimeFormat(undefined, { year: "numeric", month: "short", day: "numeric" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });

/** A figure and its unit. */
export interface Figure {
  readonly value: string;
  readonly unit: string;
}

/** 1,234. */
export function whole(number: number): string {
  return grouped.format(number);
}

/** "1 room", "3 rooms". */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${whole(number)} ${number === 1 ? one : many}`;
}

/** 12,345 or 1.23. */
export function amount(number: number): Figure {
  return { value: number >= 100 ? grouped.format(number) : precise.format(number), unit: "" };
}

/** So many a second. */
export function rate(perSecond: number): Figure {
  return { value: amount(perSecond).value, unit: "/s" };
}

/** µs, ms or s, whichever reads best. */
export function duration(seconds: number): Figure {
  if (seconds === 0) {
    return { value: "0", unit: "ms" };
  }
  if (seconds < 0.001) {
    return { value: precise.format(seconds * 1e6), unit: "µs" };
  }
  return seconds < 1 ? { value: precise.format(seconds * 1000), unit: "ms" } : { value: precise.format(seconds), unit: "s" };
}

/** B, KiB, MiB or GiB. */
export function bytes(number: number): Figure {
  const units = ["B", "KiB", "MiB", "GiB"];
  let [value, unit] = [number, 0];
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return { value: unit === 0 ? grouped.format(value) : precise.format(value), unit: units[unit] ?? "" };
}

/** A figure in one piece. */
export function text({ value, unit }: Figure): string {
  return unit === "" || unit.startsWith("/") ? value + unit : `${value} ${unit}`;
}

/** "just now", "12 s ago", "3 min ago", "5 h ago", "2 days ago". */
export function ago(then: Date, now: Date): string {
  const seconds = Math.max(0, (now.getTime() - then.getTime()) / 1000);
  return seconds < 2 ? "just now" : `${span(seconds)} ago`;
}

/** "12 s", "3 min", "5 h 20 min", "2 days". */
export function span(seconds: number): string {
  if (seconds < 60) {
    return `${Math.floor(seconds)} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return `${minutes} min`;
  }
  const hours = Math.floor(minutes / 60);
  if (hours < 10 && minutes % 60 > 0) {
    return `${hours} h ${minutes % 60} min`;
  }
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}

/** The time of day, with the date where it is not today's, and with the year where it is not this one. */
export function moment(then: Date, now: Date): string {
  const time = clock.format(then);
  if (then.toDateString() === now.toDateString()) {
    return time;
  }
  return `${(then.getFullYear() === now.getFullYear() ? day : dayOfYear).format(then)}, ${time}`;
}

const commitLetters = 7;

/** A build with as much of its commit as people read. */
export function shortBuild(build: string): string {
  const [version = "", commit = ""] = build.split("+");
  return commit === "" ? version : `${version}+${commit.slice(0, commitLetters)}`;
}
