import type { Member, RoomDetail, Timer } from "../api/types.ts";
import { h } from "../ui/dom.ts";
import { badge, panel, time } from "../ui/parts.ts";
import { Table, type Column } from "../ui/table.ts";
import { act, mayAct, type Desk } from "./view.ts";

/** Who is in a room, and what falls due in it. */
export class RoomMembers {
  readonly element: HTMLElement;
  private readonly members: Table<Member & { readonly mayBeKicked: boolean }>;
  private readonly timers: Table<Timer>;
  private readonly timersPanel: HTMLElement;

  constructor(
    private readonly desk: Desk,
    private readonly room: string,
    private readonly onDone: () => void,
  ) {
    this.members = new Table("member-row", this.columns(), (member) => String(member.number));
    this.timers = new Table<Timer>(
      "timer-row",
      [
        { head: "Timer", kind: "wide", cell: (timer) => [timer.key, commandOf(timer)] },
        { head: "Due", kind: "time", cell: (timer) => time(timer.due, false) },
      ],
      (timer) => timer.key,
    );
    this.timersPanel = panel("Timers", undefined, this.timers.element);
    this.element = h("div", { class: "stack" }, panel("Members", undefined, this.members.element), this.timersPanel);
  }

  /** `isNow`: these are here, and may be acted on. */
  show({ members, timers }: Pick<RoomDetail, "members" | "timers">, isNow: boolean): void {
    this.members.show(members.map((member) => ({ ...member, mayBeKicked: isNow })), "Nobody is in it.");
    this.timers.show(timers, "");
    this.timersPanel.hidden = timers.length === 0;
  }

  private columns(): Column<Member & { readonly mayBeKicked: boolean }>[] {
    const kick: Column<Member & { readonly mayBeKicked: boolean }> = {
      head: "", kind: "act", cell: (member) => member.mayBeKicked && this.kickButton(member),
    };
    return [
      { head: "Player", kind: "wide", cell: (member) => [
        member.name === "" ? "–" : h("strong", {}, member.name),
        h("span", { class: "soft small figures" }, ` number ${member.number}`),
        h("div", { class: "mono soft clip", title: member.player }, member.player),
      ] },
      { head: "State", cell: (member) => stateOf(member) },
      ...(mayAct(this.desk) ? [kick] : []),
    ];
  }

  private kickButton({ player, name }: Member): HTMLElement {
    const who = name === "" ? player : name;
    return h("button", { class: "button danger-quiet little", type: "button", "data-testid": "kick", onclick: () => {
      void act(
        this.desk,
        {
          title: `Kick ${who}?`,
          consequences: "The player leaves this room at once and is told so. Whether it may come back is the room's to say.",
          verb: "Kick",
          isDangerous: true,
          reasonFor: "the player",
        },
        (reason) => this.desk.api.kick(this.room, player, reason),
        `${who} is out of the room.`,
      ).then(this.onDone);
    } }, "Kick");
  }
}

function stateOf({ isHere, graceUntil }: Member): HTMLElement {
  if (isHere) {
    return badge("here", "good");
  }
  const away = badge("away", "warn");
  away.title = graceUntil === null ? "Its place is kept." : `Its place is kept until ${new Date(graceUntil).toLocaleTimeString()}.`;
  return away;
}

function commandOf({ command }: Timer): HTMLElement {
  const text = JSON.stringify(command);
  return h("div", { class: "clip mono soft", title: text }, text);
}
