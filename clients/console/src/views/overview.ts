import type { Reading } from "../live/readings.ts";
import { Chart, type ChartKind, type Line } from "../ui/chart.ts";
import { amount, bytes, duration, rate, text, whole, type Figure } from "../ui/format.ts";
import { h, setText } from "../ui/dom.ts";
import { pageHead, panel } from "../ui/parts.ts";
import { NodeTable } from "./node-table.ts";
import type { Desk, View } from "./view.ts";

type Pick = (reading: Reading) => number | null;

interface Quantity {
  readonly kind: ChartKind;
  readonly pick: Pick;
  /** What a node that is alone shows beside it. */
  readonly mean?: Pick;
  /** What stands for all nodes together. */
  readonly over: "total" | "worst";
}

const quantities: readonly Quantity[] = [
  { kind: { name: "connections", title: "Connections", note: "open WebSockets", format: amount, leastTop: 5, marks: "whole" },
    pick: (reading) => reading.connections, over: "total" },
  { kind: { name: "deliveries", title: "Deliveries", note: "updates, one for each member", format: rate, leastTop: 10 },
    pick: (reading) => reading.deliveriesPerSecond, over: "total" },
  { kind: { name: "turns", title: "Turns of rooms", note: "how long they take, p99", format: duration, leastTop: 0.0005 },
    pick: (reading) => reading.turnP99, mean: (reading) => reading.turnMean, over: "worst" },
  { kind: { name: "lateness", title: "Lateness of ticks", note: "how late ticks and timers begin, on average", format: duration,
    leastTop: 0.002 }, pick: (reading) => reading.lateness, over: "worst" },
  { kind: { name: "commits", title: "Commits", note: "until the store has answered, p99", format: duration,
    leastTop: 0.002 }, pick: (reading) => reading.commitP99, mean: (reading) => reading.commitMean, over: "worst" },
  { kind: { name: "outboxes", title: "Outboxes", note: "bytes that wait for clients", format: bytes, leastTop: 1024, marks: "binary" },
    pick: (reading) => reading.outboxBytes, over: "total" },
];

/** The whole cluster at a glance. */
export function overview(desk: Desk): View {
  const tiles = new Tiles(desk);
  const charts = quantities.map((quantity) => ({ quantity, chart: new Chart(quantity.kind) }));
  const nodes = new NodeTable(desk);
  const scheme = matchMedia("(prefers-color-scheme: dark)");

  const show = (): void => {
    const { samples } = desk.recorder;
    const times = samples.map((sample) => sample.at);
    tiles.show();
    for (const { quantity, chart } of charts) {
      chart.show(times, linesOf(desk, quantity), desk.recorder[quantity.over](quantity.pick));
    }
  };
  const redraw = (): void => charts.forEach(({ chart }) => chart.redraw());
  scheme.addEventListener("change", redraw);
  const off = desk.onFigures(show);
  show();

  return {
    title: "Overview",
    element: h("div", { class: "stack", "data-testid": "overview" },
      pageHead("Overview"),
      nodes.trouble.element,
      tiles.element,
      h("div", { class: "charts" }, ...charts.map(({ chart }) => chart.element)),
      panel("Nodes", h("a", { class: "small", href: "#/nodes" }, "All about them"), nodes.element)),
    stop: () => {
      off();
      nodes.stop();
      scheme.removeEventListener("change", redraw);
      charts.forEach(({ chart }) => chart.stop());
    },
  };
}

function linesOf({ recorder }: Desk, { pick, mean }: Quantity): Line[] {
  const { samples, nodeNames, latelySeen } = recorder;
  const along = (node: string, of: Pick): (number | null)[] =>
    samples.map(({ nodes }) => {
      const reading = nodes.get(node);
      return reading === undefined ? null : of(reading);
    });
  const [alone] = nodeNames;
  if (nodeNames.length === 1 && alone !== undefined && mean !== undefined) {
    return [
      { label: "p99", color: 1, values: along(alone, pick) },
      { label: "mean", color: 3, values: along(alone, mean) },
    ];
  }
  return latelySeen.map((node) => ({ label: node, color: nodeNames.indexOf(node) + 1, values: along(node, pick) }));
}

class Tiles {
  readonly element: HTMLElement;
  private readonly values = new Map<string, { value: HTMLElement; unit: HTMLElement }>();

  constructor(private readonly desk: Desk) {
    const names = ["Nodes", "Connections", "Sessions", "Rooms", "Commands", "Deliveries", "Memory"];
    this.element = h("dl", { class: "panel tiles" }, ...names.map((name) => this.tile(name)));
  }

  show(): void {
    const { recorder } = this.desk;
    const total = (pick: Pick, format: (value: number) => Figure): Figure => {
      const sum = recorder.total(pick);
      return sum === null ? { value: "–", unit: "" } : format(sum);
    };
    this.set("Nodes", { value: recorder.newest === undefined ? "–" : whole(recorder.newest.nodes.size), unit: "" });
    this.set("Connections", total((reading) => reading.connections, amount));
    this.set("Sessions", total((reading) => reading.sessions, amount));
    this.set("Rooms", total((reading) => reading.rooms, amount));
    this.set("Commands", total((reading) => reading.commandsPerSecond, rate));
    this.set("Deliveries", total((reading) => reading.deliveriesPerSecond, rate));
    this.set("Memory", total((reading) => reading.memoryBytes, bytes));
  }

  private tile(name: string): HTMLElement {
    const [value, unit] = [h("span", {}, "–"), h("span", { class: "unit" })];
    this.values.set(name, { value, unit });
    return h("div", { class: "tile" }, h("dt", {}, name), h("dd", { "data-testid": `tile-${name.toLowerCase()}` }, value, unit));
  }

  private set(name: string, figure: Figure): void {
    const tile = this.values.get(name);
    if (tile !== undefined) {
      setText(tile.value, figure.value);
      setText(tile.unit, figure.unit);
      tile.value.title = text(figure);
    }
  }
}
