import type { SessionDetail } from "../api/types.ts";
import { AdminFailure } from "../api/admin-failure.ts";
import { Poll } from "../live/poll.ts";
import { addressOf } from "../router.ts";
import { bytes, text, whole } from "../ui/format.ts";
import { h, Slot } from "../ui/dom.ts";
import { badge, facts, pageHead, panel } from "../ui/parts.ts";
import { Table } from "../ui/table.ts";
import { Trouble } from "../ui/trouble.ts";
import { act, mayAct, type Desk, type View } from "./view.ts";

const everyMs = 2000;

/** One session with its rooms. */
export function session(desk: Desk, id: string): View {
  const trouble = new Trouble();
  const head = new Slot(headOf);
  const about = new Slot(factsOf);
  const table = new Table<{ id: string; type: string }>(
    "session-room",
    [
      { head: "Room", kind: "wide", cell: (room) => h("a", { class: "mono", href: addressOf(["rooms", room.id]) }, room.id) },
      { head: "Type", cell: (room) => room.type },
    ],
    (room) => room.id,
  );
  const poll = new Poll(everyMs, {
    ask: (cancel) => desk.api.session(id, cancel),
    show: (detail) => {
      trouble.clear();
      head.show(detail);
      about.show(detail);
      table.show([...detail.rooms], "It is in no room.");
    },
    fail: (cause) => {
      trouble.show(cause);
      if (cause instanceof AdminFailure && cause.isNotFound) {
        poll.stop();
        element.classList.add("is-gone");
      }
      desk.onFailure(cause);
    },
  });

  function headOf(detail: SessionDetail): HTMLElement {
    const title = detail.name === "" ? detail.player : detail.name;
    const onclick = (): void => void closeSession(desk, detail).then(() => poll.now());
    const attributes = { class: "button danger-quiet", type: "button", "data-testid": "close-session", onclick };
    return pageHead(title, mayAct(desk) && h("button", attributes, "Close the session"));
  }

  const element = h(
    "div",
    { class: "stack" },
    h("p", { class: "crumb" }, h("a", { href: "#/sessions" }, "‹ Sessions")),
    head.element,
    trouble.element,
    about.element,
    panel("Rooms", undefined, table.element),
  );
  poll.now();
  return { title: "Session", element, stop: () => poll.stop() };
}

/** Asks, and ends a session. */
export function closeSession(desk: Desk, { id, name, player }: { id: string; name: string; player: string }): Promise<boolean> {
  const who = name === "" ? player : name;
  return act(
    desk,
    {
      title: `Close the session of ${who}?`,
      consequences: "The player is removed from all rooms and the connection is closed. Coming back is possible, into no room.",
      verb: "Close it",
      isDangerous: true,
      reasonFor: "the player",
    },
    (reason) => desk.api.closeSession(id, reason),
    `The session of ${who} is closed.`,
  );
}

function factsOf(detail: SessionDetail): HTMLElement {
  return facts(
    ["State", detail.state === "connected" ? badge("connected", "good") : badge("away", "warn")],
    ["Player's id", h("span", { class: "mono" }, detail.player), { isBroad: true }],
    ["Session", h("span", { class: "mono" }, detail.id), { isBroad: true }],
    ["Node", detail.node],
    ["Generation", whole(detail.generation)],
    ["Outbox", text(bytes(detail.outboxBytes))],
    ["Guest", detail.isGuest ? "yes" : "no"],
    ["Rights", detail.rights.length === 0 ? "none" : detail.rights.join(", ")],
  );
}
