// A chat room: its last hundred lines by line number, and who is there.
import { count, h, keyedRows, setText, toast } from "./dom.js";

const textMax = 500;
const clock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });

export function show(view, app, room) {
  const lines = h("ol", { class: "lines", testid: "lines", role: "log", tabindex: "0", aria: { label: "Conversation", live: "polite" } });
  const waiting = h("ol", { class: "lines waiting-lines", testid: "pending-lines", aria: { label: "Being sent" } });
  const scroller = h("div", { class: "scroller" }, lines, waiting);
  const people = h("ul", { class: "people", testid: "people", aria: { label: "People here" } });
  const heading = h("h2", {});
  const input = h("input", {
    class: "say", maxlength: textMax, autocomplete: "off", placeholder: "Say something", testid: "say", enterkeyhint: "send",
    aria: { label: "Your line" },
  });
  const form = h("form", { class: "say-form", onsubmit: submit }, input,
    h("button", { class: "button", testid: "send" }, "Send"));
  view.append(h("section", { class: "chat-room enter" },
    h("div", { class: "panel talk" }, scroller, form),
    h("aside", { class: "panel present" }, heading, people)));

  const sending = new Map();
  let nextSending = 1;

  async function submit(event) {
    event.preventDefault();
    const text = input.value.trim();
    if (text === "") {
      return;
    }
    input.value = "";
    const id = nextSending++;
    sending.set(id, text);
    drawPending();
    scroller.scrollTop = scroller.scrollHeight;
    try {
      await room.send("say", { text });
    } catch (error) {
      toast(error.message, "bad");
      input.value ||= text;
    }
    sending.delete(id);
    drawPending();
  }

  function drawPending() {
    keyedRows(waiting, [...sending], ([id]) => id,
      ([, text]) => h("li", { class: "line own" },
        h("p", { class: "line-text" }, text),
        h("span", { class: "line-meta small soft" }, "sending")),
      () => {});
  }

  function draw() {
    const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
    const entries = Object.entries(room.state.lines).sort(([a], [b]) => Number(a) - Number(b));
    keyedRows(lines, entries, ([number]) => number, (entry) => makeLine(entry, room.me), () => {});
    lines.classList.toggle("is-empty", entries.length === 0);
    if (atEnd) {
      scroller.scrollTop = scroller.scrollHeight;
    }
    const present = Object.entries(room.state.participants);
    setText(heading, `${count(present.length, "person", "people")} here`);
    keyedRows(people, present, ([number]) => number, () => h("li", { testid: "person" }), (row, [number, person]) => {
      row.classList.toggle("is-away", person.away);
      row.dataset.away = String(person.away);
      row.dataset.hue = String(Number(number) % 8);
      setText(row, `${person.name}${Number(number) === room.me ? " (you)" : ""}${person.away ? ", away" : ""}`);
    });
  }

  const off = room.onState(draw);
  draw();
  scroller.scrollTop = scroller.scrollHeight;
  if (matchMedia("(hover: hover)").matches) {
    input.focus();
  }
  return off;
}

function makeLine([number, line], me) {
  const own = line.player === me;
  const at = new Date(Number(line.timeMs));
  return h("li", { class: own ? "line own" : "line", testid: "line", data: { line: number, hue: String(line.player % 8) } },
    !own && h("span", { class: "line-name" }, line.name),
    h("p", { class: "line-text" }, line.text),
    h("time", { class: "line-meta small soft", datetime: at.toISOString() }, clock.format(at)));
}
