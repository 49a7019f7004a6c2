import { AdminFailure } from "../api/admin-failure.ts";
import type { Moment, RoomDetail, RoomState, Ticks } from "../api/types.ts";
import { Poll } from "../live/poll.ts";
import { addressOf } from "../router.ts";
import { h, setText, Slot } from "../ui/dom.ts";
import { duration, span, text, whole } from "../ui/format.ts";
import { JsonTree } from "../ui/json-tree.ts";
import { badge, facts, pageHead, panel, phaseBadge, time } from "../ui/parts.ts";
import { Trouble } from "../ui/trouble.ts";
import { RoomMembers } from "./room-members.ts";
import { RoomPast } from "./room-past.ts";
import { act, mayAct, type Desk, type View } from "./view.ts";

const everyMs = 1000;

/** One room: its state as it changes, who is in it, its past, and what one may do with it. */
export function room(desk: Desk, id: string): View {
  return new RoomPage(desk, id);
}

class RoomPage implements View {
  readonly title = "Room";
  readonly element: HTMLElement;
  private readonly trouble = new Trouble();
  private readonly head = new Slot<RoomDetail>((detail) => this.headOf(detail));
  private readonly facts = new Slot<RoomDetail>(factsOf);
  private readonly tree = new JsonTree();
  private readonly asOf = h("span", { class: "soft small figures", "data-testid": "as-of" });
  private readonly members: RoomMembers;
  private readonly past: RoomPast;
  private readonly poll: Poll<readonly [RoomDetail, RoomState | undefined]>;
  private shownPast = false;

  constructor(
    private readonly desk: Desk,
    private readonly id: string,
  ) {
    this.members = new RoomMembers(desk, id, () => this.poll.now());
    const onFork = (): void => void this.fork();
    const fork = h("button", { class: "button quiet little", type: "button", "data-testid": "fork", onclick: onFork }, "Fork from here");
    this.past = new RoomPast(
      desk,
      id,
      {
        show: (moment) => this.showPast(moment),
        live: () => this.poll.now(),
        fail: (cause) => this.judge(cause),
      },
      ...(mayAct(desk) ? [fork] : []),
    );
    this.element = h(
      "div",
      { class: "stack", "data-testid": "room" },
      h("p", { class: "crumb" }, h("a", { href: "#/rooms" }, "‹ Rooms")),
      this.head.element,
      this.trouble.element,
      this.past.trouble.element,
      this.facts.element,
      h(
        "div",
        { class: "room-columns" },
        panel("State", this.asOf, this.past.element, this.tree.element),
        this.members.element,
      ),
    );
    this.poll = new Poll(everyMs, {
      ask: (cancel) => this.ask(cancel),
      show: ([detail, state]) => this.show(detail, state),
      fail: (cause) => this.fail(cause),
    });
    this.poll.now();
  }

  stop(): void {
    this.poll.stop();
    this.past.stop();
  }

  private async ask(cancel: AbortSignal): Promise<readonly [RoomDetail, RoomState | undefined]> {
    const [detail, state] = await Promise.all([
      this.desk.api.room(this.id, cancel),
      this.past.isLive ? this.desk.api.roomState(this.id, cancel) : undefined,
    ]);
    if (detail.settings.durability !== "volatile") {
      await this.past.follow(cancel);
    }
    return [detail, state];
  }

  private show(detail: RoomDetail, state: RoomState | undefined): void {
    this.trouble.clear();
    this.head.show({ ...detail, version: 0, members: [], timers: [] });
    this.facts.show({ ...detail, timers: [] });
    // The slider may have been moved while the answer was on its way.
    if (state !== undefined && this.past.isLive) {
      setText(this.asOf, `version ${whole(state.version)}${state.isLive ? ", live" : ", from the store"}`);
      this.tree.show(state.state, !this.shownPast);
      this.members.show(detail, detail.phase === "running");
      this.shownPast = false;
    }
  }

  private showPast(moment: Moment): void {
    this.trouble.clear();
    this.shownPast = true;
    setText(this.asOf, `version ${whole(moment.version)}${moment.ended === null ? "" : `, ended: ${moment.ended}`}`);
    this.tree.show(moment.state, false);
    this.members.show(moment, false);
  }

  private fail(cause: unknown): void {
    this.trouble.show(cause);
    this.judge(cause);
  }

  private judge(cause: unknown): void {
    if (cause instanceof AdminFailure && cause.isNotFound) {
      this.poll.stop();
      this.element.classList.add("is-gone");
    }
    this.desk.onFailure(cause);
  }

  private headOf(detail: RoomDetail): HTMLElement {
    const title = detail.key === "" ? detail.type : `${detail.type}: ${detail.key}`;
    const onclick = (): void => void this.close();
    const close = h("button", { class: "button danger-quiet", type: "button", "data-testid": "close-room", onclick }, "Close the room");
    return pageHead(title, phaseBadge(detail.phase), mayAct(this.desk) && detail.phase === "running" && close);
  }

  private async close(): Promise<void> {
    const isDone = await act(
      this.desk,
      {
        title: "Close this room?",
        consequences: "It ends for all its members, who are told so, and cannot be opened again.",
        verb: "Close it",
        isDangerous: true,
        reasonFor: "its members",
      },
      (reason) => this.desk.api.closeRoom(this.id, reason),
      "The room is closed.",
    );
    if (isDone) {
      this.poll.now();
    }
  }

  private async fork(): Promise<void> {
    try {
      await this.past.refresh();
    } catch (cause) {
      this.fail(cause);
      return;
    }
    const version = this.past.version ?? this.past.newest;
    if (version === undefined) {
      return;
    }
    let made = "";
    const isDone = await act(
      this.desk,
      {
        title: `Fork the room as it was at version ${version}?`,
        consequences: "A new room with that state is made, without members; it sleeps until somebody joins it by its id. This one goes on.",
        verb: "Fork it",
        isDangerous: false,
      },
      async () => {
        made = (await this.desk.api.fork(this.id, version)).id;
      },
      "The fork is made; this is it.",
    );
    if (isDone) {
      location.hash = addressOf(["rooms", made]);
    }
  }
}

function factsOf(detail: RoomDetail): HTMLElement {
  const { settings } = detail;
  const properties = Object.entries(detail.properties).map(([name, value]) => `${name} = ${value}`).join(", ");
  const seats = detail.seatsReserved === 0 ? "" : `, ${whole(detail.seatsReserved)} reserved`;
  const durability = settings.periodMs === null ? settings.durability : `${settings.durability}, every ${span(settings.periodMs / 1000)}`;
  return facts(
    ["Id", h("span", { class: "mono" }, detail.id), { isBroad: true }],
    ["Node", detail.node ?? "none"],
    ["Members", `${whole(detail.members.length)} of ${whole(detail.membersMax)}${seats}`, { testId: "members" }],
    ["Door", detail.isOpen ? "open" : "shut"],
    detail.ticks !== null && ["Load", loadOf(detail.ticks), { testId: "load" }],
    ["Version", whole(detail.version), { testId: "version" }],
    ["Epoch", whole(detail.epoch)],
    ["Ticks", settings.tickRate === 0 ? "none" : `${settings.tickRate} a second`],
    ["Durability", durability],
    ["Made", time(detail.createdAt, false)],
    detail.forkedFrom !== null && ["Fork of", originOf(detail.forkedFrom, detail.forkedAt), { isBroad: true }],
    properties !== "" && ["Properties", properties, { isBroad: true }],
  );
}

/** What turns of recent ticks took, and what they may take. */
function loadOf({ load, budgetMs, p50Ms, p99Ms }: Ticks): HTMLElement {
  const shown = load === "calm" ? badge("calm", "good") : badge(load === "high" ? "overloaded" : "severely overloaded", "bad");
  const ms = (time: number) => text(duration(time / 1000));
  const took = p50Ms === null || p99Ms === null ? "" : `p50 ${ms(p50Ms)}, p99 ${ms(p99Ms)} `;
  return h("span", {}, shown, ` ${took}of ${ms(budgetMs)} a tick`);
}

function originOf(id: string, version: number | null): HTMLElement {
  return h("a", { class: "mono", href: addressOf(["rooms", id]) }, `${id} at ${version}`);
}
