import uPlot from "uplot";
import type { Figure } from "./format.ts";
import { text } from "./format.ts";
import { h, keyed, setText } from "./dom.ts";

/** One line of a chart. */
export interface Line {
  readonly label: string;
  /** Which of the colours, from 1; each thing keeps its own. */
  readonly color: number;
  readonly values: readonly (number | null)[];
}

/** What a chart shows. */
export interface ChartKind {
  readonly name: string;
  readonly title: string;
  /** What is measured, in a few words. */
  readonly note: string;
  readonly format: (value: number) => Figure;
  /** The scale goes up to this at least, so that a quiet server's noise does not look like mountains. */
  readonly leastTop: number;
  /** Where the scale has marks: at whole numbers, at powers of two; else wherever it looks good. */
  readonly marks?: "whole" | "binary";
}

const colors = 6;
const height = 150;
const windowSeconds = 300;
const windowSecondsMin = 60;
const steps = {
  whole: Array.from({ length: 8 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat(),
  binary: Array.from({ length: 40 }, (_, power) => 2 ** power),
};

/** A chart over the last minutes, its lines' values below it: those under the pointer, else the newest. */
export class Chart {
  readonly element: HTMLElement;
  private readonly now = h("span", { class: "chart-now", "data-testid": "chart-now" });
  private readonly plotPlace = h("div", { class: "chart-plot", "aria-hidden": "true" });
  private readonly keys = h("ul", { class: "keys" });
  private readonly sized = new ResizeObserver(() => this.resize());
  private plot: uPlot | undefined;
  private shape = "";
  private times: readonly number[] = [];
  private lines: readonly Line[] = [];

  constructor(private readonly kind: ChartKind) {
    this.element = h(
      "section",
      { class: "panel chart", "data-testid": "chart", "data-chart": kind.name, "aria-label": kind.title },
      h("header", { class: "chart-head" }, h("h2", {}, kind.title), this.now),
      h("p", { class: "chart-note soft small" }, kind.note),
      this.plotPlace,
      this.keys,
    );
    this.sized.observe(this.plotPlace);
  }

  /** `now`: what stands for all lines at this moment; null: nothing does. */
  show(times: readonly number[], lines: readonly Line[], now: number | null): void {
    this.times = times;
    this.lines = lines;
    setText(this.now, now === null ? "–" : text(this.kind.format(now)));
    const shape = lines.map((line) => `${line.color} ${line.label}`).join("\n");
    if (shape !== this.shape) {
      this.shape = shape;
      this.plot?.destroy();
      this.plot = undefined;
    }
    this.draw();
    this.showKeys(this.plot?.cursor.idx ?? undefined);
  }

  /** Colours may have changed. */
  redraw(): void {
    this.plot?.redraw(false);
  }

  stop(): void {
    this.sized.disconnect();
    this.plot?.destroy();
  }

  private draw(): void {
    const width = this.plotPlace.clientWidth - 16;
    const data = [this.times, ...this.lines.map((line) => line.values)] as unknown as uPlot.AlignedData;
    if (this.plot !== undefined) {
      this.plot.setData(data);
    } else if (width > 0) {
      this.plot = new uPlot(this.options(width), data, this.plotPlace);
    }
  }

  private resize(): void {
    const width = this.plotPlace.clientWidth - 16;
    if (this.plot === undefined) {
      this.draw();
    } else if (width > 0 && width !== this.plot.width) {
      this.plot.setSize({ width, height });
    }
  }

  private showKeys(index: number | undefined): void {
    this.keys.hidden = this.lines.length < 2;
    keyed(
      this.keys,
      this.lines,
      (line) => line.label,
      (line) => h("li", { class: `key series-${colorOf(line)}` }),
      (element, line) => {
        const value = index === undefined ? line.values.at(-1) : line.values[index];
        setText(element, `${line.label}  ${value === null || value === undefined ? "–" : text(this.kind.format(value))}`);
      },
    );
  }

  private options(width: number): uPlot.Options {
    const axis = { stroke: () => color("--soft"), font: "11px system-ui, sans-serif", ticks: { show: false } };
    const grid = { stroke: () => color("--grid"), width: 1 };
    return {
      width,
      height,
      cursor: { sync: { key: "console" }, y: false, points: { size: 6 }, drag: { setScale: false, x: false } },
      legend: { show: false },
      scales: {
        x: { time: true, range: (_plot, _min, max) => [this.from(max), max] },
        y: { range: (_plot, _min, max) => [0, Math.max(max * 1.12, this.kind.leastTop)] },
      },
      axes: [
        { ...axis, grid: { show: false }, space: 90, size: 26, gap: 8, values: (_plot, ticks) => ticks.map(clock) },
        {
          ...axis, grid, size: 64, space: 34, gap: 6, ...(this.kind.marks === undefined ? {} : { incrs: steps[this.kind.marks] }),
          values: (_plot, ticks) => ticks.map((tick) => (tick === 0 ? "0" : text(this.kind.format(tick)))),
        },
      ],
      series: [
        {},
        ...this.lines.map((line): uPlot.Series => ({
          label: line.label,
          stroke: () => color(`--series-${colorOf(line)}`),
          width: 1.75,
          points: { show: false },
          spanGaps: false,
        })),
      ],
      hooks: { setCursor: [(plot) => this.showKeys(plot.cursor.idx ?? undefined)] },
    };
  }

  private from(now: number): number {
    const first = this.times[0] ?? now;
    return Math.min(Math.max(first, now - windowSeconds), now - windowSecondsMin);
  }
}

function colorOf(line: Line): number {
  return ((line.color - 1) % colors) + 1;
}

function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function clock(seconds: number): string {
  return new Date(seconds * 1000).toTimeString().slice(0, 8);
}
