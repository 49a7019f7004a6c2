// The arena's view: scene, score board, steering, and what the room said happened.
import { ArenaClock } from "./arena-clock.js";
import { steering } from "./arena-controls.js";
import { Scene } from "./arena-scene.js";
import { cssColor, h, keyedRows, setText } from "./dom.js";

const boardEveryMs = 200;

export function show(view, app, room) {
  const canvas = h("canvas", {
    class: "space", testid: "arena-canvas", role: "img", aria: { label: "The arena: your ship in the middle" },
  });
  const board = h("ol", { class: "scores", testid: "scoreboard", aria: { label: "Scores" } });
  const news = h("p", { class: "news", testid: "news", role: "status" });
  const status = h("p", { class: "fallen", testid: "fallen", hidden: true });
  const stage = h("section", { class: "stage enter", testid: "stage" },
    canvas, h("div", { class: "score-board" }, board), news, status);
  view.append(stage);

  const clock = new ArenaClock();
  const scene = new Scene(canvas, room.me);
  const controls = steering(stage, (steer) => room.send("steer", steer).catch(() => {}));
  let boardAt = 0;
  let running = true;
  let newsTimer;

  function tell(text) {
    setText(news, text);
    news.classList.add("is-on");
    clearTimeout(newsTimer);
    newsTimer = setTimeout(() => news.classList.remove("is-on"), 2600);
  }

  const offState = room.onState(() => clock.take(room.state, performance.now()));
  const offEvent = room.onEvent((event) => {
    if (event.kind.case === "hit") {
      scene.spark(event.kind.value.ship, 6);
      return;
    }
    if (event.kind.case === "destroyed") {
      const { ship, by } = event.kind.value;
      scene.spark(ship, 34);
      const name = (number) => room.state.ships[number]?.name ?? "A ship";
      if (by === room.me) {
        tell(`You brought down ${name(ship)}.`);
      } else if (ship === room.me) {
        tell(`${name(by)} brought you down.`);
      }
    }
  });
  // The room lets go of the controls of a ship whose pilot is away.
  const offBack = app.onBack(() => controls.again());
  clock.take(room.state, performance.now());

  function draw(now) {
    if (!running) {
      return;
    }
    scene.draw(clock.at(now), now);
    if (now - boardAt > boardEveryMs) {
      boardAt = now;
      drawBoard();
    }
    requestAnimationFrame(draw);
  }

  function drawBoard() {
    const ships = Object.entries(room.state.ships).sort(([a, left], [b, right]) => right.score - left.score || a - b);
    keyedRows(board, ships, ([number]) => number, makeRow, (row, entry) => updateRow(row, entry, room.me));
    const own = room.state.ships[room.me];
    status.hidden = own === undefined || own.hull > 0;
    if (!status.hidden) {
      const left = Math.max(0, Number(own.backMs - room.state.clockMs)) / 1000;
      setText(status, `Back in ${Math.ceil(left)}`);
    }
  }

  requestAnimationFrame(draw);
  return () => {
    running = false;
    clearTimeout(newsTimer);
    offState();
    offEvent();
    offBack();
    controls.stop();
    scene.stop();
  };
}

function makeRow([number, ship]) {
  const mark = h("span", { class: "score-mark", aria: { hidden: "true" } });
  mark.style.background = cssColor(ship.color);
  return h("li", { class: "score", testid: "ship-row", data: { ship: number, bot: String(ship.bot) } },
    mark, h("span", { class: "score-name" }), h("span", { class: "score-points figures" }));
}

// The data attributes let a page's visitor with other tools, and its tests, see what the canvas shows.
function updateRow(row, [number, ship], me) {
  const mine = Number(number) === me;
  row.classList.toggle("mine", mine);
  row.classList.toggle("is-away", ship.away);
  row.classList.toggle("is-bot", ship.bot);
  Object.assign(row.dataset, { mine, away: ship.away, hull: ship.hull, score: ship.score, x: ship.x, y: ship.y, heading: ship.heading });
  setText(row.querySelector(".score-name"), ship.away ? `${ship.name}, away` : ship.name);
  setText(row.querySelector(".score-points"), String(ship.score));
}
