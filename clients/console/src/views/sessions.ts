import type { SessionRow } from "../api/types.ts";
import { Poll } from "../live/poll.ts";
import { addressOf } from "../router.ts";
import { h } from "../ui/dom.ts";
import { badge, pageHead } from "../ui/parts.ts";
import { Table, type Column } from "../ui/table.ts";
import { Trouble } from "../ui/trouble.ts";
import { Filters } from "./filters.ts";
import { Pager } from "./pager.ts";
import { closeSession } from "./session.ts";
import { mayAct, type Desk, type View } from "./view.ts";

const everyMs = 2000;
const pageRows = "50";

/** All sessions of the cluster. */
export function sessions(desk: Desk, query: URLSearchParams): View {
  const trouble = new Trouble();
  const pager = new Pager(() => poll.now());
  const actions: Column<SessionRow>[] = mayAct(desk) ? [{ head: "", kind: "act", cell: (session) => closeButton(session) }] : [];
  const table = new Table<SessionRow>("session-row", [...columns, ...actions], (session) => session.id);
  const filters = new Filters("sessions", query, () => {
    pager.reset();
    poll.now();
  });
  filters.addSearch("Search by player or session");
  const nodes = filters.addChoice("node", "Node", [["", "All nodes"]]);
  const fill = (): void => nodes.fill(desk.recorder.nodeNames);

  const poll = new Poll(everyMs, {
    ask: (cancel) => desk.api.sessions(
      { search: filters.get("search"), node: filters.get("node"), limit: pageRows, after: pager.after }, cancel),
    show: ({ sessions: rows, next, missing }) => {
      trouble.clear(missing);
      const isNarrowed = filters.get("search") !== "" || filters.get("node") !== "";
      table.show(rows, isNarrowed ? "No session is like that." : "Nobody is here.");
      pager.show(next);
    },
    fail: (cause) => {
      trouble.show(cause);
      desk.onFailure(cause);
    },
  });

  function closeButton(session: SessionRow): HTMLElement {
    return h("button", { class: "button danger-quiet little", type: "button", "data-testid": "close-session", onclick: () => {
      void closeSession(desk, session).then(() => poll.now());
    } }, "Close");
  }

  const off = desk.onFigures(fill);
  fill();
  table.show([], "Looking…");
  poll.now();
  return {
    title: "Sessions",
    element: h("div", { class: "stack" }, pageHead("Sessions"), filters.element, trouble.element,
      h("section", { class: "panel", "aria-label": "Sessions" }, table.element, pager.element)),
    stop: () => {
      off();
      filters.stop();
      poll.stop();
    },
  };
}

const columns: readonly Column<SessionRow>[] = [
  { head: "Player", kind: "wide", cell: (session) => [
    h("a", { href: addressOf(["sessions", session.id]) }, session.name === "" ? session.player : session.name),
    session.isGuest && h("span", { class: "soft small" }, "  guest"),
  ] },
  { head: "Player's id", kind: "wide", cell: (session) => h("span", { class: "mono" }, session.player) },
  { head: "State", cell: (session) => (session.state === "connected" ? badge("connected", "good") : badge("away", "warn")) },
  { head: "Node", cell: (session) => session.node },
];
