// The page's frame: which view is shown, the connection's state in the bar, the player's name.
import * as arena from "./arena.js";
import * as chat from "./chat.js";
import { isClosing, Link } from "./connection.js";
import { h, setText, toast } from "./dom.js";
import { games } from "./games.js";
import * as lobby from "./lobby.js";
import { Notices } from "./notices.js";
import * as tictactoe from "./tictactoe.js";

const views = { arena, chat, tictactoe };
const nameKey = "gameserver.name";
const cutMs = 3000;

const view = document.getElementById("view");
const notices = new Notices(document.getElementById("notice"));
const backListeners = new Set();
const watched = new Map();
let link;
let current;
let visit = 0;
let stopView = () => {};

const app = {
  name: storedName(),
  setName(text) {
    const name = text.trim().replaceAll(/\s+/g, " ").slice(0, 32);
    app.name = name || app.name;
    localStorage.setItem(nameKey, app.name);
  },
  /** Opens a room and shows it; its address can be shared. */
  async open(type, target) {
    const room = await link.enter(type, target);
    current = room;
    location.hash = `#/${type}/${room.id}`;
  },
  /** Watches a room beside the one that is played in; it stays joined, and is joined again when the server has lost it. */
  watch(type, target, changed) {
    let off = () => {};
    let stopped = false;
    const begin = () => watchedRoom(type, target).then((room) => {
      if (stopped) {
        return;
      }
      const offs = [room.onState(() => changed(room)), room.onLeft(() => {
        off();
        begin();
      })];
      off = () => offs.forEach((each) => each());
      changed(room);
    }, (error) => isClosing(error) || toast(error.message, "bad"));
    begin();
    return () => {
      stopped = true;
      off();
    };
  },
  /** The name of the node that the page is connected to. */
  get node() {
    return link.node;
  },
  /** Tells when the connection is back after a cut. */
  onBack(listener) {
    backListeners.add(listener);
    return () => backListeners.delete(listener);
  },
};

link = new Link(() => app.name, showPhase, (text) => toast(text, "bad"));
showCut();
addEventListener("hashchange", route);
setInterval(showRtt, 1000);
await route();

function watchedRoom(type, target) {
  if (!watched.has(type)) {
    const entering = link.enter(type, target);
    const forget = () => watched.get(type) === entering && watched.delete(type);
    watched.set(type, entering);
    entering.then((room) => room.onLeft(forget), forget);
  }
  return watched.get(type);
}

async function route() {
  const [, type, id] = location.hash.split("/");
  const here = ++visit;
  stopView();
  stopView = () => {};
  if (current !== undefined && (current.id !== id || current.type !== type)) {
    current.leave().catch(() => {});
    current = undefined;
  }
  view.replaceChildren();
  if (here > 1) {
    view.focus({ preventScroll: true });
  }
  if (games[type] === undefined || !id) {
    document.title = "GameServer";
    stopView = lobby.show(view, app);
    return;
  }
  document.title = `${games[type].title} · GameServer`;
  if (current === undefined) {
    view.append(waiting(`Joining the ${games[type].title.toLowerCase()}…`));
    try {
      const room = await link.enter(type, { id });
      if (here !== visit) {
        room.leave().catch(() => {});
        return;
      }
      current = room;
    } catch (error) {
      if (here === visit && !isClosing(error)) {
        view.replaceChildren(missing(type, error.message));
      }
      return;
    }
    view.replaceChildren();
  }
  showRoom(type, current);
}

function showRoom(type, room) {
  const body = h("div", { class: "body" });
  view.append(roomBar(type, room), body);
  useName(room);
  const stop = views[type].show(body, app, room);
  const offLeft = room.onLeft((detail) => {
    current = undefined;
    toast(detail || "You are no longer in this room.", "bad");
    location.hash = "#/";
  });
  const offRewound = room.onRewound((undone) => {
    toast(undone === 0 ? games[type].undone : `${games[type].undone} Undone: ${undone === 1 ? "your last action" : `your last ${undone} actions`}.`, "bad");
  });
  const offSaving = room.onSaving((delayed) => {
    notices.saving(delayed ? "Saving takes a while just now. What you do shows as soon as it is safe." : undefined);
  });
  stopView = () => {
    stop();
    offLeft();
    offRewound();
    offSaving();
    notices.saving(undefined);
  };
}

function useName(room) {
  const own = (room.state.ships ?? room.state.people ?? room.state.participants)[room.me];
  if (own !== undefined && own.name !== app.name) {
    room.send("rename", { name: app.name }).catch((error) => toast(error.message, "bad"));
  }
}

function roomBar(type, room) {
  return h("div", { class: "room-bar", testid: "room-bar", data: { room: room.id, type, me: room.me } },
    h("a", { class: "button quiet small", href: "#/", testid: "leave" }, "Leave"),
    h("h1", {}, games[type].title, h("span", { class: "soft figures" }, `#${room.id.slice(-5)}`)),
    h("button", { class: "button quiet small", type: "button", testid: "share", onclick: share }, "Copy link"));
}

async function share() {
  try {
    await navigator.clipboard.writeText(location.href);
    toast("Link copied. Whoever opens it joins this room.", "good");
  } catch {
    toast(`Copy this page's address to share the room: ${location.href}`);
  }
}

function waiting(text) {
  return h("div", { class: "waiting", testid: "waiting" },
    h("div", { class: "spinner", aria: { hidden: "true" } }),
    h("p", { role: "status" }, text));
}

function missing(type, reason) {
  return h("div", { class: "waiting", testid: "missing" },
    h("h1", {}, "This room is not there"),
    h("p", { class: "soft" }, reason),
    h("button", {
      class: "button", type: "button",
      onclick: () => app.open(type, games[type].quick).catch((error) => toast(error.message, "bad")),
    }, `Open another ${games[type].title.toLowerCase()}`),
    h("a", { class: "button quiet", href: "#/" }, "To the lobby"));
}

function showPhase(phase, info) {
  const words = { connecting: "Connecting", connected: "Connected", reconnecting: "Reconnecting", closed: "Closed" };
  document.getElementById("link-state").dataset.phase = phase;
  document.body.classList.toggle("is-offline", phase !== "connected");
  setText(document.getElementById("link-text"), words[phase]);
  document.getElementById("cut").disabled = phase !== "connected";
  showRtt();
  if (phase === "reconnecting") {
    notices.away(awayText);
  } else {
    notices.back();
  }
  if (info?.awayMs !== undefined) {
    for (const listener of backListeners) {
      listener();
    }
    toast(`Back after ${(info.awayMs / 1000).toFixed(1)} s${current === undefined ? "" : ", in the same place"}.`, "good");
  }
  if (phase === "connecting" && info?.anew) {
    // The session is gone, and with it every place: all is joined again as by a newcomer.
    current = undefined;
    watched.clear();
    toast(info.anew, "bad");
    route();
  }
  if (phase === "closed") {
    stopView();
    stopView = () => {};
    current = undefined;
    watched.clear();
    view.replaceChildren(h("div", { class: "waiting", testid: "closed" },
      h("h1", {}, "The connection is closed"), h("p", { class: "soft" }, info.reason),
      h("button", { class: "button", type: "button", onclick: () => location.reload() }, "Connect again")));
  }
}

function awayText() {
  const kept = games[location.hash.split("/")[1]]?.kept;
  return `The server is away. Reconnecting${kept === undefined ? "." : `; ${kept}.`}`;
}

function showRtt() {
  const known = link?.rttMs !== undefined && !document.body.classList.contains("is-offline");
  setText(document.getElementById("link-rtt"), known ? `${Math.round(link.rttMs)} ms` : "");
}

function showCut() {
  const button = document.getElementById("cut");
  const label = document.getElementById("cut-text");
  button.addEventListener("click", () => {
    notices.expectBack(cutMs);
    link.cut(cutMs);
    button.disabled = true;
    let left = cutMs / 1000;
    setText(label, `Cut: ${left} s`);
    const timer = setInterval(() => {
      left--;
      if (left > 0) {
        setText(label, `Cut: ${left} s`);
        return;
      }
      clearInterval(timer);
      label.replaceChildren("Cut", h("span", { class: "roomy" }, " my connection"));
    }, 1000);
  });
}

function storedName() {
  const stored = localStorage.getItem(nameKey);
  if (stored) {
    return stored;
  }
  const pick = (words) => words[Math.floor(Math.random() * words.length)];
  const manner = pick(["Swift", "Quiet", "Bright", "Brave", "Lucky", "Merry", "Sunny", "Clever"]);
  const name = `${manner} ${pick(["Otter", "Finch", "Lynx", "Heron", "Fox", "Hare", "Wren", "Seal"])}`;
  localStorage.setItem(nameKey, name);
  return name;
}
