// The strip under the bar: what keeps answers from coming just now, and what that means for the room that is shown.
import { setText } from "./dom.js";

const awayAfterMs = 1500;

/** Shows the weightier of two: that the server is away, else that the room's saving is delayed. */
export class Notices {
  #element;
  #texts = new Map();
  #timer;
  #goodUntil = 0;

  constructor(element) {
    this.#element = element;
  }

  /** The connection is gone, which is worth a word when it does not come back at once; `text` is asked for when it is. */
  away(text) {
    this.back();
    const wait = Math.max(0, this.#goodUntil - performance.now()) + awayAfterMs;
    this.#timer = setTimeout(() => this.#set("away", text()), wait);
  }

  back() {
    clearTimeout(this.#timer);
    this.#set("away", undefined);
  }

  /** The next loss is known to be over after this time: the player has asked for it. */
  expectBack(afterMs) {
    this.#goodUntil = performance.now() + afterMs;
  }

  /** Undefined: the room is saved as fast as ever, or no room is shown. */
  saving(text) {
    this.#set("saving", text);
  }

  #set(kind, text) {
    this.#texts.set(kind, text);
    const shown = ["away", "saving"].find((each) => this.#texts.get(each) !== undefined);
    this.#element.hidden = shown === undefined;
    if (shown !== undefined) {
      this.#element.dataset.kind = shown;
      setText(this.#element, this.#texts.get(shown));
    }
  }
}
