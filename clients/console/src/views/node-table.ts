import type { NodeRow, Nodes } from "../api/types.ts";
import type { Reading } from "../live/readings.ts";
import { Poll } from "../live/poll.ts";
import { bytes, duration, shortBuild, span, text, whole } from "../ui/format.ts";
import { h, type Child } from "../ui/dom.ts";
import { badge } from "../ui/parts.ts";
import { Table, type Column } from "../ui/table.ts";
import { Trouble } from "../ui/trouble.ts";
import { act, mayAct, type Desk } from "./view.ts";

interface Row {
  readonly id: string;
  /** Undefined: it was there a few minutes ago and is no node of the cluster any more. */
  readonly node: NodeRow | undefined;
  readonly reading: Reading | undefined;
  readonly up: string;
  readonly isAlone: boolean;
}

const everyMs = 3000;

/** The nodes, kept up to date. `withAll`: all columns, and what one may do. */
export class NodeTable {
  readonly trouble = new Trouble();
  private readonly table: Table<Row>;
  private readonly poll: Poll<Nodes>;

  constructor(
    private readonly desk: Desk,
    withAll = false,
  ) {
    const act: Column<Row>[] = withAll && mayAct(desk) ? [{ head: "", kind: "act", cell: (row) => this.drainButton(row) }] : [];
    this.table = new Table("node-row", [...columns(withAll), ...act], (row) => row.id);
    this.poll = new Poll(everyMs, {
      ask: (cancel) => desk.api.nodes(cancel),
      show: ({ nodes, missing }) => {
        this.trouble.clear(missing);
        this.table.show([...nodes.map((node) => this.row(node, nodes.length === 1)), ...this.gone(nodes)], "No node answers.");
      },
      fail: (cause) => {
        this.trouble.show(cause);
        desk.onFailure(cause);
      },
    });
    this.table.show([], "Looking…");
    this.poll.now();
  }

  get element(): HTMLElement {
    return this.table.element;
  }

  stop(): void {
    this.poll.stop();
  }

  private row(node: NodeRow, isAlone: boolean): Row {
    const up = node.startedAt === null ? "–" : span((Date.now() - Date.parse(node.startedAt)) / 1000);
    return { id: node.id, node, reading: this.desk.recorder.newest?.nodes.get(node.id), up, isAlone };
  }

  private gone(nodes: readonly NodeRow[]): Row[] {
    return this.desk.recorder.latelySeen
      .filter((id) => !nodes.some((node) => node.id === id))
      .map((id) => ({ id, node: undefined, reading: undefined, up: "–", isAlone: false }));
  }

  private drainButton({ node, isAlone }: Row): HTMLElement | undefined {
    if (node === undefined || node.state === "draining") {
      return undefined;
    }
    const consequences = isAlone
      ? "It serves alone: its players are disconnected, its stored rooms wait for the next start, and the process stops."
      : "It takes no more rooms, hands those it runs to the other nodes, sends its players there, and then its process stops.";
    return h("button", { class: "button danger-quiet little", type: "button", "data-testid": "drain", onclick: () => {
      void act(
        this.desk,
        { title: `Drain ${node.id}?`, consequences, verb: "Drain it", isDangerous: true },
        () => this.desk.api.drain(node.id),
        `${node.id} is leaving.`,
      ).then(() => this.poll.now());
    } }, "Drain");
  }
}

function columns(withAll: boolean): Column<Row>[] {
  const more: Column<Row>[] = [
    { head: "Roles", cell: ({ node }) => node?.roles.join(", ") ?? "–" },
  ];
  return [
    { head: "Node", kind: "wide", cell: (row) => nameOf(row, withAll) },
    { head: "State", cell: ({ node }) => stateBadge(node) },
    ...(withAll ? more : []),
    { head: "Rooms", kind: "number", cell: ({ node }) => orDash(node?.rooms) },
    { head: "Sessions", kind: "number", cell: ({ node }) => orDash(node?.sessions) },
    { head: "Connections", kind: "number", cell: ({ node }) => orDash(node?.connections) },
    { head: "Processors", kind: "number", cell: ({ reading }) => reading?.processors?.toFixed(2) ?? "–" },
    { head: "Memory", kind: "number", cell: ({ reading }) => (reading === undefined ? "–" : text(bytes(reading.memoryBytes))) },
    { head: "Turns, p99", kind: "number", cell: ({ reading }) => orDuration(reading?.turnP99) },
    { head: "Up for", kind: "number", cell: ({ up }) => up },
  ];
}

function nameOf({ id, node }: Row, withAll: boolean): Child[] {
  if (node === undefined) {
    return [h("strong", { class: "soft" }, id)];
  }
  const more = [node.address, node.build === null ? null : `build ${shortBuild(node.build)}`].filter((part) => part !== null).join(", ");
  return [
    h("strong", {}, id),
    node.isSelf && h("span", { class: "soft small" }, " answers here"),
    withAll && more !== "" && h("div", { class: "soft small figures" }, more),
  ];
}

function stateBadge(node: NodeRow | undefined): HTMLElement {
  if (node === undefined) {
    return badge("gone", "bad");
  }
  if (node.connections === null) {
    return badge("silent", "bad");
  }
  return node.state === "live" ? badge("live", "good") : badge("draining", "warn");
}

function orDash(number: number | null | undefined): string {
  return number === null || number === undefined ? "–" : whole(number);
}

function orDuration(seconds: number | null | undefined): string {
  return seconds === null || seconds === undefined ? "–" : text(duration(seconds));
}
