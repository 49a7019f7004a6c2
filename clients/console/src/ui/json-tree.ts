import { h, keyed, setText } from "./dom.ts";

/** What JSON.parse answers. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const openLevels = 2;
const openRowsMax = 40;
const rowsShown = 200;

interface Row {
  readonly name: string;
  readonly value: Json;
}

/** A JSON value that folds open. Shown anew it keeps what is open, and what has changed lights up for a moment. */
export class JsonTree {
  readonly element = h("div", { class: "tree", "data-testid": "state" });
  private readonly limits = new Map<string, number>();

  /** `mayFlash`: it is the same thing a moment later, so what differs is worth a look. */
  show(value: Json, mayFlash: boolean): void {
    this.rows(this.element, rowsOf(value), "", 0, mayFlash);
    if (rowsOf(value).length === 0) {
      this.element.replaceChildren(h("p", { class: "soft" }, "Empty: every field has its default."));
    }
  }

  private rows(parent: HTMLElement, rows: readonly Row[], path: string, level: number, mayFlash: boolean): void {
    const limit = this.limits.get(path) ?? rowsShown;
    const shown = rows.slice(0, limit);
    keyed(
      parent,
      rows.length > limit ? [...shown, undefined] : shown,
      (row) => (row === undefined ? "more" : `${isBranch(row.value) ? "branch" : "leaf"}:${row.name}`),
      (row) => (row === undefined ? moreButton() : this.make(row, `${path}/${row.name}`, level)),
      (element, row) => {
        if (row === undefined) {
          setText(element, `${rows.length - limit} more`);
          element.onclick = () => {
            this.limits.set(path, limit + rowsShown);
            this.rows(parent, rows, path, level, false);
          };
        } else {
          this.update(element, row, `${path}/${row.name}`, level, mayFlash);
        }
      },
    );
  }

  private make({ name, value }: Row, path: string, level: number): HTMLElement {
    if (!isBranch(value)) {
      return h("div", { class: "leaf", "data-path": path }, h("span", { class: "name" }, name), h("span", { class: "value" }));
    }
    const isOpen = level < openLevels && rowsOf(value).length <= openRowsMax;
    return h(
      "details",
      { open: isOpen, "data-path": path },
      h("summary", {}, h("span", { class: "name" }, name), h("span", { class: "much" })),
      h("div", { class: "tree-rows" }),
    );
  }

  private update(element: HTMLElement, { value }: Row, path: string, level: number, mayFlash: boolean): void {
    if (!isBranch(value)) {
      showLeaf(element.lastElementChild as HTMLElement, value, mayFlash);
      return;
    }
    const details = element as HTMLDetailsElement;
    const inside = rowsOf(value);
    setText(details.querySelector(".much") as HTMLElement, Array.isArray(value) ? `[${inside.length}]` : `{${inside.length}}`);
    const body = details.lastElementChild as HTMLElement;
    const fill = (flash: boolean): void => this.rows(body, inside, path, level + 1, flash);
    // What is folded is built when it is opened.
    details.ontoggle = () => details.open && fill(false);
    if (details.open) {
      fill(mayFlash);
    }
  }
}

function moreButton(): HTMLElement {
  return h("button", { class: "button quiet little", type: "button" });
}

function showLeaf(element: HTMLElement, value: Json, mayFlash: boolean): void {
  const text = isEmptyBranch(value) ? (Array.isArray(value) ? "[]" : "{}") : JSON.stringify(value);
  if (element.textContent === text) {
    return;
  }
  const isNew = element.textContent === "";
  element.textContent = text;
  element.className = `value ${value === null ? "null" : typeof value}`;
  if (mayFlash && !isNew) {
    // Read in between, so that the animation starts again.
    void element.offsetWidth;
    element.classList.add("changed");
  }
}

function isEmptyBranch(value: Json): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function isBranch(value: Json): boolean {
  return typeof value === "object" && value !== null && !isEmptyBranch(value);
}

function rowsOf(value: Json): readonly Row[] {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).map(([name, each]) => ({ name, value: each as Json }));
}
