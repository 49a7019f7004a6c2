// What the page knows of each built-in game: its words, its picture, how to get into a room of it.
import { svg } from "./dom.js";

export const games = {
  arena: {
    title: "Arena",
    pitch: "Fly, turn, shoot. Twenty updates a second, everybody on one screen.",
    play: "Fly now",
    kept: "your ship and your score are kept, but for the last few seconds",
    undone: "The arena came back as it was some seconds before you lost it.",
    quick: { match: {} },
    art: arenaArt,
  },
  tictactoe: {
    title: "Tic-tac-toe",
    pitch: "Three in a row against whoever sits down. The others watch.",
    play: "Find a table",
    kept: "your game is kept",
    undone: "The game came back older than you had seen it.",
    quick: {
      match: { filters: [{ property: "free_seats", comparison: ">", value: 0 }, { property: "players_here", comparison: ">", value: 0 }] },
    },
    art: tictactoeArt,
  },
  chat: {
    title: "Chat",
    pitch: "One long table. The last hundred lines stay on it.",
    play: "Come in",
    kept: "the conversation is kept, and what you write is sent when it is back",
    undone: "The conversation came back older than you had seen it.",
    quick: { key: "general" },
    art: chatArt,
  },
};

/** A room's name for people: its key, or the start of its id. */
export function roomName(listing) {
  return listing.key || `#${listing.roomId.slice(-5)}`;
}

function frame(viewBox, fit, ...shapes) {
  return svg("svg", { viewBox, class: "art", "aria-hidden": "true", preserveAspectRatio: `xMidYMid ${fit}` }, ...shapes);
}

function arenaArt() {
  const stars = [[22, 30], [60, 88], [96, 22], [128, 96], [160, 40], [205, 88], [222, 26], [44, 58], [182, 14]];
  return frame("0 0 240 120", "slice",
    ...stars.map(([cx, cy], index) => svg("circle", { cx, cy, r: index % 3 === 0 ? 1.8 : 1.1, class: "art-star" })),
    svg("path", { d: "M38 96 Q78 92 104 74", class: "art-trail" }),
    svg("path", { d: "M126 56 L97 66 L105 73 L106 84 Z", class: "art-accent" }),
    svg("path", { d: "M132 52 l10 -6 M149 42 l10 -6", class: "art-shot" }),
    svg("path", { d: "M196 44 L178 24 L182 36 L172 43 Z", class: "art-second", transform: "rotate(150 184 36)" }),
  );
}

function tictactoeArt() {
  return frame("70 12 100 96", "meet",
    svg("path", { d: "M105 22v76M135 22v76M82 45h76M82 75h76", class: "art-grid" }),
    svg("path", { d: "M86 26l14 14m0-14l-14 14M113 53l14 14m0-14l-14 14M140 80l14 14m0-14l-14 14", class: "art-cross" }),
    svg("circle", { cx: 147, cy: 33, r: 8, class: "art-nought" }),
    svg("circle", { cx: 93, cy: 60, r: 8, class: "art-nought" }),
  );
}

function chatArt() {
  return frame("46 14 148 106", "meet",
    svg("path", {
      d: "M66 28h70a10 10 0 0 1 10 10v14a10 10 0 0 1-10 10H84l-14 11V62h-4a10 10 0 0 1-10-10V38a10 10 0 0 1 10-10z",
      class: "art-second",
    }),
    svg("path", {
      d: "M118 66h56a10 10 0 0 1 10 10v10a10 10 0 0 1-10 10v11l-13-11h-43a10 10 0 0 1-10-10V76a10 10 0 0 1 10-10z",
      class: "art-accent",
    }),
    svg("path", { d: "M72 41h52M72 50h34", class: "art-words" }),
    svg("path", { d: "M122 81h44", class: "art-words" }),
  );
}
