import type { RoomRow, StoredRoom } from "../api/types.ts";
import { Poll } from "../live/poll.ts";
import { addressOf } from "../router.ts";
import { whole } from "../ui/format.ts";
import { h, type Child } from "../ui/dom.ts";
import { badge, pageHead, phaseBadge, time } from "../ui/parts.ts";
import { Table } from "../ui/table.ts";
import { Trouble } from "../ui/trouble.ts";
import { Filters } from "./filters.ts";
import { Pager } from "./pager.ts";
import type { Desk, View } from "./view.ts";

const everyMs = 2000;
const pageRows = "50";
const storedRows = "200";

/** The rooms that run, or those that the store knows. */
export function rooms(desk: Desk, query: URLSearchParams): View {
  const trouble = new Trouble();
  const pager = new Pager(() => poll.now());
  const running = new Table<RoomRow>("room-row", runningColumns, (room) => room.id);
  const stored = new Table<StoredRoom>("room-row", storedColumns, (room) => room.id);
  const note = h("p", { class: "pager soft small", hidden: true });
  const place = h("section", { class: "panel", "aria-label": "Rooms" }, running.element, stored.element, pager.element, note);

  const filters = new Filters("rooms", query, () => {
    pager.reset();
    poll.now();
  });
  filters.addSearch("Search by id, key or property");
  const types = filters.addChoice("type", "Type", [["", "All types"]]);
  const nodes = filters.addChoice("node", "Node", [["", "All nodes"]]);
  filters.addChoice("of", "Which rooms", [["", "Running"], ["stored", "Stored"], ["finished", "Stored, finished too"]]);
  const fill = (): void => {
    types.fill(desk.recorder.roomTypes);
    nodes.fill(desk.recorder.nodeNames);
  };

  const narrowed = (): string =>
    ["search", "type", "node"].some((name) => filters.get(name) !== "") ? "No room is like that." : "";
  const askRunning = async (cancel: AbortSignal): Promise<() => void> => {
    const answer = await desk.api.rooms(
      { search: filters.get("search"), type: filters.get("type"), node: filters.get("node"), limit: pageRows, after: pager.after }, cancel);
    return () => {
      trouble.clear(answer.missing);
      choose(running.element, stored.element);
      running.show(answer.rooms, narrowed() || "No room runs. Rooms are made when players join them.");
      pager.show(answer.next);
      note.hidden = true;
    };
  };
  const askStored = async (cancel: AbortSignal): Promise<() => void> => {
    const finished = filters.get("of") === "finished" ? "true" : "";
    const answer = await desk.api.storedRooms(
      { search: filters.get("search"), type: filters.get("type"), finished, limit: storedRows }, cancel);
    return () => {
      trouble.clear();
      choose(stored.element, running.element);
      stored.show(answer.rooms, narrowed() || "The store knows no room.");
      pager.show(null);
      note.hidden = answer.isAll;
      note.textContent = `The ${storedRows} that changed last. Search for the others.`;
    };
  };
  const poll = new Poll(everyMs, {
    ask: (cancel) => {
      // What is stored is on no node.
      nodes.select.disabled = filters.get("of") !== "";
      return nodes.select.disabled ? askStored(cancel) : askRunning(cancel);
    },
    show: (tell) => tell(),
    fail: (cause) => {
      trouble.show(cause);
      desk.onFailure(cause);
    },
  });
  const off = desk.onFigures(fill);
  fill();
  choose(running.element, stored.element);
  running.show([], "Looking…");
  poll.now();

  return {
    title: "Rooms",
    element: h("div", { class: "stack" }, pageHead("Rooms"), filters.element, trouble.element, place),
    stop: () => {
      off();
      filters.stop();
      poll.stop();
    },
  };
}

const runningColumns = [
  { head: "Room", kind: "wide" as const, cell: (room: RoomRow) => nameOf(room) },
  { head: "Type", cell: (room: RoomRow) => room.type },
  { head: "Members", kind: "number" as const, cell: (room: RoomRow) => `${whole(room.members)} / ${whole(room.membersMax)}` },
  { head: "Door", cell: (room: RoomRow) => door(room) },
  { head: "Properties", kind: "wide" as const, cell: (room: RoomRow) => properties(room.properties) },
  { head: "Node", cell: (room: RoomRow) => room.node },
  { head: "Made", kind: "time" as const, cell: (room: RoomRow) => time(room.createdAt, false) },
];

function door(room: RoomRow): HTMLElement {
  if (room.isOverloaded) {
    return badge("overloaded", "bad");
  }
  return room.isOpen ? badge("open", "good") : badge("shut");
}

const storedColumns = [
  { head: "Room", kind: "wide" as const, cell: (room: StoredRoom) => nameOf(room) },
  { head: "Type", cell: (room: StoredRoom) => room.type },
  { head: "Phase", cell: (room: StoredRoom) => phaseBadge(room.phase) },
  { head: "Members", kind: "number" as const, cell: (room: StoredRoom) => whole(room.members) },
  { head: "Version", kind: "number" as const, cell: (room: StoredRoom) => whole(room.version) },
  { head: "Changed", kind: "time" as const, cell: (room: StoredRoom) => time(room.changedAt, false) },
  { head: "Wakes", kind: "time" as const, cell: (room: StoredRoom) => (room.wakesAt === null ? "–" : time(room.wakesAt, false)) },
];

function nameOf({ id, key }: { readonly id: string; readonly key: string }): Child[] {
  return [
    h("a", { href: addressOf(["rooms", id]), class: key === "" ? "mono" : undefined }, key === "" ? id : key),
    key !== "" && h("span", { class: "mono soft" }, `  ${id}`),
  ];
}

function properties(values: Readonly<Record<string, string>>): Child {
  const text = Object.entries(values).map(([name, value]) => `${name} = ${value}`).join(", ");
  return text !== "" && h("div", { class: "clip", title: text }, text);
}

function choose(shown: HTMLElement, other: HTMLElement): void {
  shown.hidden = false;
  other.hidden = true;
}
