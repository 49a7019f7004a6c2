// A table of tic-tac-toe: the board, whose turn it is, who watches.
import { count, h, keyedRows, setText, svg, toast } from "./dom.js";

const cross = 1;
const nought = 2;
const outcomes = ["open", "cross-won", "nought-won", "draw"];

export function show(view, app, room) {
  const cells = Array.from({ length: 9 }, (_, cell) => square(cell, () => move(cell)));
  const seats = [seat(cross, "Cross"), seat(nought, "Nought")];
  const verdict = h("p", { class: "verdict", role: "status", testid: "turn" });
  const rematch = h("button", { class: "button", type: "button", testid: "rematch", onclick: () => send("rematch") }, "Play again");
  const sit = h("button", { class: "button", type: "button", testid: "sit", onclick: () => send("sit") }, "Take the free seat");
  const watchers = h("ul", { class: "watchers", testid: "spectators", aria: { label: "Spectators" } });
  const watching = h("p", { class: "soft small" });
  const table = h("section", { class: "table enter", testid: "table" },
    h("div", { class: "seats" }, seats.map((each) => each.element)),
    h("div", { class: "board panel", testid: "board", role: "group", aria: { label: "Board" } }, cells.map((each) => each.element)),
    h("div", { class: "table-foot" }, verdict, rematch, sit),
    h("footer", { class: "gallery" }, watching, watchers));
  view.append(table);
  let pending;

  async function send(kind, value = {}) {
    try {
      await room.send(kind, value);
    } catch (error) {
      toast(error.message, "bad");
    }
  }

  async function move(cell) {
    // Shown at once, faintly; the room has the last word, also after a broken connection.
    pending = cell;
    draw();
    await send("move", { cell });
    pending = undefined;
    draw();
  }

  function draw() {
    const state = room.state;
    const mine = state.cross === room.me ? cross : state.nought === room.me ? nought : 0;
    const open = state.outcome === 0;
    const full = state.cross !== 0 && state.nought !== 0;
    const myTurn = open && full && mine !== 0 && state.turn === mine && pending === undefined;
    Object.assign(table.dataset, {
      round: state.round, moves: state.moves, outcome: outcomes[state.outcome], mine: ["none", "cross", "nought"][mine], myturn: myTurn,
    });
    cells.forEach((each, cell) => each.update(state.cells[cell] ?? 0, {
      ghost: pending === cell ? mine : 0,
      won: state.line.includes(cell),
      playable: myTurn,
    }));
    const toMove = open && full ? state.turn : 0;
    seats[0].update(state.people[state.cross], { me: mine === cross, toMove: toMove === cross, won: state.outcome === 1 });
    seats[1].update(state.people[state.nought], { me: mine === nought, toMove: toMove === nought, won: state.outcome === 2 });
    setText(verdict, pending === undefined ? sentence(state, mine, full) : "Sending your move…");
    verdict.classList.toggle("mine", myTurn);
    rematch.hidden = open || mine === 0;
    sit.hidden = mine !== 0 || full;
    const spectators = Object.entries(state.people).filter(([number]) => Number(number) !== state.cross && Number(number) !== state.nought);
    const nobody = "Nobody is watching. Send the link to somebody.";
    setText(watching, spectators.length === 0 ? nobody : `${count(spectators.length, "spectator")}:`);
    keyedRows(watchers, spectators, ([number]) => number, () => h("li", { testid: "spectator" }), (row, [number, person]) => {
      row.classList.toggle("is-away", person.away);
      setText(row, Number(number) === room.me ? `${person.name} (you)` : person.name);
    });
  }

  const off = room.onState(draw);
  draw();
  return off;
}

function sentence(state, mine, full) {
  const name = (number) => state.people[number]?.name ?? "Somebody";
  switch (outcomes[state.outcome]) {
    case "cross-won":
    case "nought-won": {
      const winner = state.outcome === 1 ? cross : nought;
      return mine === winner ? "You won this round!" : `${name(winner === cross ? state.cross : state.nought)} won this round.`;
    }
    case "draw":
      return "A draw: nobody gets three in a row.";
    default:
      if (!full) {
        return mine === 0 ? "A seat is free." : "Waiting for somebody to sit down opposite you.";
      }
      return mine !== 0 && state.turn === mine ? "Your turn." : `${name(state.turn === cross ? state.cross : state.nought)} is thinking…`;
  }
}

function square(cell, onclick) {
  const element = h("button", { class: "square", type: "button", testid: `cell-${cell}`, onclick, data: { mark: "" } });
  let shown = "";
  return {
    element,
    update(mark, { ghost, won, playable }) {
      const look = `${mark || ghost}${mark === 0 && ghost !== 0 ? "?" : ""}`;
      if (look !== shown) {
        shown = look;
        element.replaceChildren(...(mark || ghost ? [glyph(mark || ghost)] : []));
      }
      element.dataset.mark = ["", "cross", "nought"][mark];
      element.classList.toggle("ghost", mark === 0 && ghost !== 0);
      element.classList.toggle("won", won);
      element.disabled = !(playable && mark === 0);
      element.setAttribute("aria-label", `Square ${cell + 1}, ${["empty", "cross", "nought"][mark]}`);
    },
  };
}

function seat(mark, label) {
  const name = h("strong", { class: "seat-name" });
  const note = h("span", { class: "seat-note small soft" });
  const wins = h("span", { class: "seat-wins figures", title: "Rounds won" });
  const element = h("div", { class: "seat panel", testid: `seat-${label.toLowerCase()}` }, glyph(mark), h("div", {}, name, note), wins);
  return {
    element,
    update(person, { me, toMove, won }) {
      element.classList.toggle("to-move", toMove);
      element.classList.toggle("has-won", won);
      element.classList.toggle("is-away", person?.away ?? false);
      element.classList.toggle("is-free", person === undefined);
      setText(name, person === undefined ? "Free seat" : person.name);
      setText(note, person?.away ? "away, seat kept" : me ? "you" : "");
      setText(wins, person === undefined ? "" : String(person.wins));
    },
  };
}

function glyph(mark) {
  const shape = mark === cross
    ? svg("path", { d: "M14 14 50 50M50 14 14 50", pathLength: "100" })
    : svg("circle", { cx: "32", cy: "32", r: "19", pathLength: "100" });
  return svg("svg", { viewBox: "0 0 64 64", class: mark === cross ? "glyph cross" : "glyph nought", "aria-hidden": "true" }, shape);
}
