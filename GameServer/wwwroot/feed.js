// The server's own live figures, pushed through the feed room "server"; each with the line of its last minutes.
import { h, keyedRows, setText, svg } from "./dom.js";

const keep = 90;
const width = 160;
const height = 34;

// Outlives the view: whoever comes back to the lobby finds the lines it left.
const history = new Map();
let stopRemembering = () => {};

export function vitals(app) {
  const list = h("ul", { class: "vitals", testid: "vitals", aria: { label: "Live figures" } });
  const empty = h("p", { class: "soft rooms-empty" }, "Waiting for the first figures…");
  const element = h("section", { class: "panel vitals-panel" },
    h("header", { class: "panel-head" }, h("h2", {}, "This server"), h("span", { class: "soft small" }, "pushed, never polled")),
    list, empty);
  stopRemembering();
  stopRemembering = app.watch("feed", { key: "server" }, ({ state }) => {
    for (const [name, reading] of Object.entries(state.readings)) {
      remember(name, reading);
    }
  });
  const stop = app.watch("feed", { key: "server" }, (room) => {
    const readings = Object.entries(room.state.readings).sort(([a], [b]) => a.localeCompare(b));
    keyedRows(list, readings, ([name]) => name, makeRow, updateRow);
    empty.hidden = readings.length > 0;
  });
  return { element, stop };
}

function remember(name, reading) {
  const points = history.get(name) ?? [];
  history.set(name, points);
  if (points.at(-1)?.at !== reading.timeMs) {
    points.push({ at: reading.timeMs, value: reading.value });
    points.splice(0, points.length - keep);
  }
}

function makeRow([name]) {
  return h("li", { class: "vital", testid: "reading", data: { name } },
    h("span", { class: "vital-name" }, words(name)),
    h("span", { class: "vital-value figures" }),
    svg("svg", { viewBox: `0 0 ${width} ${height}`, class: "spark", preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("path", { class: "spark-area" }), svg("polyline", { class: "spark-line" })));
}

function updateRow(row, [name, reading]) {
  setText(row.querySelector(".vital-value"), amount(reading.value, reading.unit));
  row.dataset.value = String(reading.value);
  const points = history.get(name);
  row.dataset.points = String(points.length);
  const low = Math.min(...points.map((point) => point.value));
  const span = Math.max(...points.map((point) => point.value)) - low;
  const place = (point, index) => {
    const x = width - ((points.length - 1 - index) * width) / (keep - 1);
    const y = span === 0 ? height / 2 : height - 3 - ((point.value - low) / span) * (height - 6);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  };
  const line = points.map(place);
  row.querySelector(".spark-line").setAttribute("points", line.join(" "));
  const start = line[0].split(",")[0];
  row.querySelector(".spark-area").setAttribute("d", `M${start},${height} L${line.join(" L")} L${width},${height} Z`);
}

function words(name) {
  const text = name.replaceAll(/[._-]+/g, " ");
  return text.length <= 3 ? text.toUpperCase() : text.charAt(0).toUpperCase() + text.slice(1);
}

function amount(value, unit) {
  if (unit === "bytes" || unit === "B") {
    const steps = ["B", "KB", "MB", "GB"];
    const step = Math.min(steps.length - 1, Math.floor(Math.log2(Math.max(1, value)) / 10));
    return `${(value / 1024 ** step).toFixed(step === 0 ? 0 : 1)} ${steps[step]}`;
  }
  const digits = Number.isInteger(value) ? 0 : Math.abs(value) < 10 ? 2 : 1;
  const text = value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return unit === "" ? text : unit === "%" ? `${text}%` : `${text} ${unit}`;
}
