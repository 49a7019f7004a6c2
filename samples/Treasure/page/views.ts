// What of the state is shown where. A view is made once and called with the state after every change.
import { type Digger, Ground, type Square, type TreasureEvent, type TreasureState } from "./gen/treasure_pb.js";

type View = (state: TreasureState) => void;

const grounds = { [Ground.SAND]: "sand", [Ground.JUNGLE]: "jungle", [Ground.ROCK]: "rock" };
const pictures = { [Ground.SAND]: "", [Ground.JUNGLE]: "palm", [Ground.ROCK]: "peak" };

/** The map: one button a square, in the order of their numbers. */
export function islandMap(dig: (square: number) => void): View {
  const map = document.querySelector<HTMLElement>("#island")!;
  const chests = document.querySelector<HTMLElement>("#chests")!;
  const tiles: Tile[] = [];
  return (state) => {
    map.style.setProperty("--width", String(state.width));
    while (tiles.length < state.width * state.width) {
      const number = tiles.length + 1;
      tiles.push(new Tile(map, () => dig(number)));
    }

    const spades = new Map(Object.entries(state.diggers).map(([player, digger]) => [digger.square, { player: Number(player), digger }]));
    tiles.forEach((tile, index) => tile.show(state.squares[index + 1], spades.get(index + 1)));
    map.classList.toggle("flooded", state.chests === 0);
    chests.textContent = state.chests === 0 ? "The tide is coming in…" : `Island ${state.island}: ${count(state.chests, "chest")} buried`;
  };
}

/** Who digs here, the richest first. */
export function diggersList(me: number): View {
  const list = document.querySelector<HTMLElement>("#diggers")!;
  return ({ diggers }) => {
    const ranked = Object.entries(diggers).sort(([, one], [, other]) => other.coins - one.coins);
    list.replaceChildren(
      ...ranked.map(([number, { name, coins, away }]) => {
        const row = element("li", element("span", Number(number) === me ? `${name} (you)` : name), element("b", String(coins)));
        row.style.setProperty("--digger", colour(Number(number)));
        row.classList.toggle("away", away);
        return row;
      }),
    );
  };
}

/** An event in words. */
export function sentence({ kind }: TreasureEvent, { diggers }: TreasureState, me: number): string {
  const name = (player: number) => (player === me ? "You" : (diggers[player]?.name ?? "Somebody"));
  switch (kind.case) {
    case "found":
      return `${name(kind.value.player)} found a chest with ${count(kind.value.coins, "coin")}!`;
    case "flooded":
      return `That was the last chest. ${name(kind.value.winner)} sailed off with the most: ${count(kind.value.coins, "coin")}.`;
    case undefined:
      return "";
  }
}

class Tile {
  private readonly button = element("button");
  private picture = "";

  constructor(map: HTMLElement, onclick: () => void) {
    Object.assign(this.button, { type: "button", className: "square", onclick });
    map.append(this.button);
  }

  show(square: Square | undefined, spade: { player: number; digger: Digger } | undefined): void {
    const ground = square === undefined ? "sea" : grounds[square.ground];
    const isOpen = square?.open ?? false;
    this.button.dataset.ground = ground;
    this.button.classList.toggle("open", isOpen);
    this.button.classList.toggle("empty", square?.coins === 0);
    this.button.classList.toggle("digging", spade !== undefined);
    this.button.style.setProperty("--digger", colour(spade?.player ?? 0));
    this.button.style.setProperty("--dig", `${spade?.digger.digMs ?? 0}ms`);
    this.button.ariaDisabled = String(isOpen || spade !== undefined);
    this.button.ariaLabel = isOpen ? `A hole, ${square?.coins ? "with a chest" : "empty"}` : ground;
    this.draw(square === undefined ? "" : spade !== undefined ? "spade" : isOpen ? "chest" : pictures[square.ground]);
  }

  private draw(picture: string): void {
    if (picture !== this.picture) {
      this.picture = picture;
      this.button.innerHTML = picture === "" ? "" : `<svg aria-hidden="true"><use href="#${picture}"/></svg>`;
    }
  }
}

function element<K extends keyof HTMLElementTagNameMap>(name: K, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

/** The golden angle gives every number a colour of its own. */
function colour(player: number): string {
  return `hsl(${(player * 137.5 + 330) % 360} 75% 45%)`;
}

function count(many: number, what: string): string {
  return `${many} ${what}${many === 1 ? "" : "s"}`;
}
