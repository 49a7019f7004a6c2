import { sentence } from "../api/admin-failure.ts";
import type { Missing } from "../api/types.ts";
import { h, setText } from "./dom.ts";

/** The line over a page that says what does not work just now. */
export class Trouble {
  readonly element: HTMLElement;

  constructor(testId = "trouble") {
    this.element = h("p", { class: "trouble", role: "status", "data-testid": testId, hidden: true });
  }

  show(cause: unknown): void {
    this.say(sentence(cause));
  }

  /** An answer has come, perhaps without the share of some nodes. */
  clear(missing: readonly Missing[] = []): void {
    if (missing.length === 0) {
      this.element.hidden = true;
    } else {
      this.say(missing.map(({ node, message }) => `What is on ${node} is missing here: ${message}`).join(" "));
    }
  }

  private say(text: string): void {
    setText(this.element, text);
    this.element.hidden = false;
  }
}
