import { h, setText } from "../ui/dom.ts";

/** Turns the pages of a list whose answers say where the next page begins. */
export class Pager {
  readonly element: HTMLElement;
  private readonly starts: string[] = [""];
  private readonly text = h("span", { class: "soft small figures", "data-testid": "page" });
  private readonly back = h("button", { class: "button quiet little", type: "button", "data-testid": "page-back" }, "Back");
  private readonly on = h("button", { class: "button quiet little", type: "button", "data-testid": "page-on" }, "Next");
  private next: string | null = null;

  constructor(onTurn: () => void) {
    this.element = h("nav", { class: "pager", "aria-label": "Pages" }, this.text, h("div", { class: "pager-buttons" }, this.back, this.on));
    this.element.hidden = true;
    this.back.addEventListener("click", () => {
      this.starts.pop();
      onTurn();
    });
    this.on.addEventListener("click", () => {
      if (this.next !== null) {
        this.starts.push(this.next);
        this.next = null;
        onTurn();
      }
    });
  }

  /** What this page begins after; empty: it is the first. */
  get after(): string {
    return this.starts.at(-1) ?? "";
  }

  reset(): void {
    this.starts.length = 1;
  }

  show(next: string | null): void {
    this.next = next;
    this.element.hidden = next === null && this.starts.length === 1;
    this.back.disabled = this.starts.length === 1;
    this.on.disabled = next === null;
    setText(this.text, `Page ${this.starts.length}`);
  }
}
