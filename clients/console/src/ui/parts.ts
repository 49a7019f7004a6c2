import type { RoomPhase } from "../api/types.ts";
import { ago, moment } from "./format.ts";
import { h, svg, type Child } from "./dom.ts";

/** The name at the top, with the mark. */
export function brand(href?: string): HTMLElement {
  const mark = svg(
    "svg",
    { viewBox: "0 0 32 32", "aria-hidden": "true" },
    svg("rect", { class: "brand-ground", width: 32, height: 32, rx: 9 }),
    svg("path", { class: "brand-ship", d: "M23 16 9.5 23l3-7-3-7z" }),
  );
  const name = h("span", {}, "GameServer", h("span", { class: "brand-what" }, " console"));
  return href === undefined ? h("div", { class: "brand" }, mark, name) : h("a", { class: "brand", href }, mark, name);
}

export type Tone = "good" | "warn" | "bad" | "accent" | "";

export function badge(text: string, tone: Tone = ""): HTMLElement {
  return h("span", { class: `badge ${tone}`, "data-testid": "badge" }, text);
}

export function phaseBadge(phase: RoomPhase): HTMLElement {
  const tones: Record<RoomPhase, Tone> = { running: "good", placed: "warn", asleep: "", finished: "bad" };
  return badge(phase, tones[phase]);
}

/** A time, with the way back to it in words; the exact one when pointed at. */
export function time(iso: string, asAgo = true): HTMLElement {
  const [then, now] = [new Date(iso), new Date()];
  return h("time", { datetime: iso, title: then.toLocaleString() }, asAgo ? ago(then, now) : moment(then, now));
}

/** What a fact is beside its name and value. */
export interface FactKind {
  readonly testId?: string;
  /** It takes the room of two. */
  readonly isBroad?: boolean;
}

/** A list of facts: name and value. */
export function facts(...pairs: readonly (readonly [name: string, value: Child, kind?: FactKind] | false)[]): HTMLElement {
  const present = pairs.filter((pair) => pair !== false);
  return h(
    "dl",
    { class: "panel facts" },
    ...present.map(([name, value, { testId, isBroad } = {}]) =>
      h("div", { class: isBroad === true ? "fact broad" : "fact" }, h("dt", {}, name), h("dd", { "data-testid": testId }, value))),
  );
}

export function panel(title: string, extra: Child, ...children: readonly Child[]): HTMLElement {
  const head = h("header", { class: "panel-head" }, h("h2", {}, title), extra);
  return h("section", { class: "panel", "aria-label": title }, head, ...children);
}

export function pageHead(title: string, ...actions: readonly Child[]): HTMLElement {
  return h("header", { class: "page-head" }, h("h1", {}, title), ...actions);
}
