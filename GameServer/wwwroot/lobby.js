// The lobby: who plays what right now, pushed by the lobby room; doors into every game.
import { cluster } from "./cluster.js";
import { count, h, keyedRows, setText, toast } from "./dom.js";
import { vitals } from "./feed.js";
import { games, roomName } from "./games.js";

export function show(view, app) {
  const cards = Object.entries(games).map(([type, game]) => card(app, type, game));
  const rows = h("ul", { class: "rooms", testid: "rooms", aria: { label: "Live rooms" } });
  const empty = h("p", { class: "rooms-empty soft", testid: "rooms-empty" }, "Looking for rooms…");
  const total = h("span", { class: "soft small", testid: "rooms-total" });
  const figures = vitals(app);
  const nodes = cluster(app);
  view.append(
    h("section", { class: "hero enter" },
      h("div", {},
        h("h1", {}, "Pick a room, or open one."),
        h("p", { class: "soft" },
          "Everything here is live. Open a second tab, or send a room's link to somebody, and play against each other.")),
      nameField(app)),
    h("section", { class: "cards", aria: { label: "Games" } }, cards.map((each) => each.element)),
    nodes.element,
    h("div", { class: "columns" },
      h("section", { class: "panel rooms-panel" },
        h("header", { class: "panel-head" }, h("h2", {}, "Live rooms"), total), rows, empty),
      figures.element));

  const stop = app.watch("lobby", { key: "*" }, (room) => {
    nodes.see(room.state);
    const listings = Object.values(room.state.rooms)
      .filter((listing) => games[listing.roomType] !== undefined)
      .sort((a, b) => b.members - a.members || Number(b.createdMs - a.createdMs));
    keyedRows(rows, listings, (listing) => listing.roomId, makeRow, updateRow);
    empty.hidden = listings.length > 0;
    setText(empty, "Nobody is playing yet. Open the first room above.");
    const players = listings.reduce((sum, listing) => sum + listing.members, 0);
    setText(total, `${count(listings.length, "room")}, ${count(players, "player")}`);
    for (const each of cards) {
      each.update(listings.filter((listing) => listing.roomType === each.type));
    }
  });
  return () => {
    stop();
    nodes.stop();
    figures.stop();
  };
}

function nameField(app) {
  const input = h("input", {
    id: "name", name: "name", maxlength: "32", autocomplete: "nickname", spellcheck: "false", enterkeyhint: "done",
    testid: "name",
    onchange: () => {
      app.setName(input.value);
      input.value = app.name;
    },
    onkeydown: (event) => event.key === "Enter" && input.blur(),
  });
  input.value = app.name;
  return h("div", { class: "name-field" }, h("label", { for: "name" }, "You play as"), input);
}

function card(app, type, game) {
  const live = h("p", { class: "card-live small", testid: `live-${type}` }, "Nobody there yet");
  const element = h("article", { class: `card panel enter ${type}`, testid: `card-${type}` },
    game.art(),
    h("div", { class: "card-text" },
      h("h2", {}, game.title),
      h("p", { class: "soft" }, game.pitch),
      live,
      h("div", { class: "card-doors" },
        door(app, type, game.quick, game.play, "button", `play-${type}`),
        door(app, type, { create: {} }, "New room", "button quiet", `create-${type}`))));
  return {
    type,
    element,
    update(listings) {
      const players = listings.reduce((sum, listing) => sum + listing.members, 0);
      element.classList.toggle("is-live", players > 0);
      setText(live, players === 0 ? "Nobody there yet" : `${count(players, "player")} in ${count(listings.length, "room")}`);
    },
  };
}

function door(app, type, target, label, look, testid) {
  const button = h("button", {
    class: look, type: "button", testid,
    onclick: async () => {
      button.disabled = true;
      try {
        await app.open(type, target);
      } catch (error) {
        toast(error.message, "bad");
      }
      button.disabled = false;
    },
  }, label);
  return button;
}

function makeRow(listing) {
  return h("li", { class: `room-row ${listing.roomType}`, testid: "room-row", data: { type: listing.roomType, room: listing.roomId } },
    h("span", { class: "room-kind", aria: { hidden: "true" } }),
    h("span", { class: "room-title" },
      h("strong", {}, games[listing.roomType].title), " ", h("span", { class: "soft figures" }, roomName(listing))),
    h("span", { class: "room-note soft small" }),
    h("span", { class: "room-count figures" }),
    h("a", { class: "button quiet small", href: `#/${listing.roomType}/${listing.roomId}`, testid: "join" }, "Join"));
}

function updateRow(row, listing) {
  setText(row.querySelector(".room-count"), `${listing.members}/${listing.membersMax}`);
  row.querySelector(".room-count").setAttribute("aria-label", `${listing.members} of ${listing.membersMax} places taken`);
  const free = Number(listing.properties.free_seats ?? 0);
  setText(row.querySelector(".room-note"), free > 0 ? `${count(free, "seat")} free` : "");
  const full = listing.members >= listing.membersMax || !listing.open;
  const join = row.querySelector("a");
  join.classList.toggle("is-full", full);
  setText(join, full ? "Full" : listing.roomType === "tictactoe" && free === 0 ? "Watch" : "Join");
  join.setAttribute("aria-label", `${join.textContent}: ${games[listing.roomType].title} ${roomName(listing)}`);
}
