// The cluster for those who look: the nodes, their rooms, and rooms on their way from one node to another.
import { count, h, keyedRows, setText } from "./dom.js";
import { games, roomName } from "./games.js";
import { Whereabouts } from "./whereabouts.js";

const chipsMax = 12;
const lookAgainMs = 500;
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** The section of the lobby; `see` is given the lobby's state whenever it changes. */
export function cluster(app) {
  const whereabouts = new Whereabouts();
  const chips = new Map();
  const total = h("span", { class: "soft small", testid: "nodes-total" });
  const alone = h("p", { class: "cluster-alone soft", testid: "node-alone" });
  const cards = h("ul", { class: "nodes", aria: { label: "Nodes" } });
  const moving = h("ul", { class: "chips", testid: "moving" });
  const tray = h("div", { class: "moving", hidden: true },
    h("p", { class: "small" },
      h("strong", {}, "Moving"), h("span", { class: "soft" }, " Their node is gone or about to stop; another one takes them over.")),
    moving);
  const head = h("header", { class: "panel-head" }, h("h2", {}, "Cluster"), total);
  const element = h("section", { class: "panel cluster", testid: "cluster", hidden: true, aria: { label: "Cluster" } },
    head, alone, cards, tray);
  let wereSeveral = false;
  let timer;

  function show() {
    clearTimeout(timer);
    const seen = whereabouts.at(performance.now());
    if (seen.isWaiting) {
      timer = setTimeout(show, lookAgainMs);
    }
    element.hidden = seen.nodes.length === 0;
    wereSeveral ||= seen.nodes.length > 1;
    for (const part of [head, cards]) {
      part.hidden = !wereSeveral;
    }
    alone.hidden = wereSeveral;
    if (wereSeveral) {
      showNodes(seen);
    } else if (seen.nodes.length === 1) {
      setText(alone, `One node, ${seen.nodes[0].name}, runs all rooms here. There is no cluster to look at.`);
    }
  }

  function showNodes({ nodes, moving: underway }) {
    setText(total, `${count(nodes.length, "node")}, ${count(nodes.reduce((sum, node) => sum + node.rooms.length, 0), "listed room")}`);
    const before = new Map([...chips].map(([id, chip]) => [id, { list: chip.parentElement, box: chip.getBoundingClientRect() }]));
    const shown = new Set();
    const live = new Set(nodes.map(({ name }) => name));
    for (const card of cards.children) {
      fade(card, !live.has(card.dataset.key));
    }
    // Nodes that are fading keep their place until they are gone.
    const fading = [...cards.children]
      .map((card) => ({ name: card.dataset.key, rooms: [] }))
      .filter(({ name }) => !live.has(name));
    const inOrder = [...nodes, ...fading].sort((a, b) => (a.name < b.name ? -1 : 1));
    keyedRows(cards, inOrder, ({ name }) => name, makeCard, (card, node) => {
      updateCard(card, node, app.node);
      fill(card.querySelector(".chips"), node.rooms.slice(0, chipsMax), shown);
    });
    fill(moving, underway.slice(0, chipsMax), shown);
    tray.hidden = underway.length === 0;
    for (const [id, chip] of chips) {
      if (!shown.has(id)) {
        chip.remove();
        chips.delete(id);
      } else if (before.has(id) && before.get(id).list !== chip.parentElement) {
        travel(chip, before.get(id).box);
      }
    }
  }

  function fill(list, rooms, shown) {
    let place = list.firstElementChild;
    for (const room of rooms) {
      const id = room.listing.roomId;
      const chip = chips.get(id) ?? makeChip(room.listing);
      chips.set(id, chip);
      shown.add(id);
      updateChip(chip, room);
      if (chip === place) {
        place = place.nextElementSibling;
      } else {
        list.insertBefore(chip, place);
      }
    }
  }

  function fade(card, isGone) {
    if (isGone && !card.classList.contains("is-gone")) {
      card.addEventListener("animationend", () => card.classList.contains("is-gone") && card.remove());
    }
    card.classList.toggle("is-gone", isGone);
  }

  const offBack = app.onBack(show);
  return {
    element,
    see(state) {
      whereabouts.see(state, performance.now());
      show();
    },
    stop() {
      clearTimeout(timer);
      offBack();
    },
  };
}

// From where it was to where it is now.
function travel(chip, from) {
  const to = chip.getBoundingClientRect();
  if (!still.matches && to.width > 0 && from.width > 0) {
    const start = `translate(${from.left - to.left}px, ${from.top - to.top}px)`;
    chip.animate([{ transform: start, zIndex: 1 }, { transform: "none", zIndex: 1 }], { duration: 600, easing: "ease-in-out" });
  }
}

function makeCard({ name }) {
  return h("li", { class: "node", testid: "node", data: { node: name } },
    h("div", { class: "node-head" },
      h("h3", {}, name),
      h("span", { class: "badge here", hidden: true }, "you are here"),
      h("span", { class: "badge draining", hidden: true }, "draining")),
    h("p", { class: "soft small node-note" }),
    h("ul", { class: "chips", aria: { label: `Rooms on ${name}` } }),
    h("p", { class: "soft small node-more" }));
}

function updateCard(card, { name, about, rooms }, here) {
  const roles = [about?.isGateway && "takes connections", about?.isHost && "runs rooms"].filter(Boolean).join(", ");
  setText(card.querySelector(".node-note"), about === undefined ? "gone" : `${count(about.rooms, "room")} · ${roles}`);
  setText(card.querySelector(".node-more"), rooms.length > chipsMax ? `and ${rooms.length - chipsMax} more` : "");
  card.dataset.here = String(about !== undefined && name === here);
  card.querySelector(".here").hidden = about === undefined || name !== here;
  card.querySelector(".draining").hidden = !about?.isDraining;
}

function makeChip({ roomId, roomType }) {
  return h("li", { class: `chip ${roomType}`, testid: "chip", data: { room: roomId } },
    h("span", { class: "room-kind", aria: { hidden: "true" } }), h("span", { class: "chip-name" }), h("span", { class: "figures soft" }));
}

function updateChip(chip, { listing, isMissed }) {
  setText(chip.querySelector(".chip-name"), `${games[listing.roomType]?.title ?? listing.roomType} ${roomName(listing)}`);
  setText(chip.querySelector(".figures"), String(listing.members));
  chip.querySelector(".figures").setAttribute("aria-label", count(listing.members, "member"));
  chip.classList.toggle("is-missed", isMissed);
}
