import { h, keyed, type Child } from "./dom.ts";

/** One column: what it is called and what a row shows in it. */
export interface Column<T> {
  readonly head: string;
  readonly kind?: "number" | "time" | "act" | "wide";
  readonly cell: (row: T) => Child | readonly Child[];
}

/** A table whose rows are kept by key; on a phone each row is a card. */
export class Table<T> {
  readonly element: HTMLElement;
  private readonly body = h("tbody");
  private readonly empty = h("p", { class: "empty", "data-testid": "empty" });
  private readonly table: HTMLElement;
  private readonly shown = new WeakMap<HTMLElement, string>();

  constructor(
    private readonly testId: string,
    private readonly columns: readonly Column<T>[],
    private readonly key: (row: T) => string,
  ) {
    const heads = columns.map(({ head, kind }) =>
      h("th", { scope: "col", class: kind }, head === "" ? h("span", { class: "unseen" }, "Actions") : head));
    this.table = h("table", { class: "table" }, h("thead", {}, h("tr", {}, ...heads)), this.body);
    this.element = h("div", { class: "table-place" }, this.table, this.empty);
    this.table.hidden = true;
  }

  show(rows: readonly T[], emptyText: string): void {
    this.table.hidden = rows.length === 0;
    this.empty.hidden = rows.length > 0;
    this.empty.textContent = emptyText;
    keyed(this.body, rows, this.key, (row) => h("tr", { "data-testid": this.testId, "data-id": this.key(row) }), (element, row) => {
      // A row that says the same is left alone, so that nobody loses the focus or a click.
      const says = JSON.stringify(row);
      if (this.shown.get(element) !== says) {
        this.shown.set(element, says);
        element.replaceChildren(...this.columns.map((column) => cellOf(column, row)));
      }
    });
  }
}

function cellOf<T>({ head, kind, cell }: Column<T>, row: T): HTMLElement {
  const inside = cell(row);
  const children = Array.isArray(inside) ? (inside as readonly Child[]) : [inside as Child];
  return h("td", { class: kind, "data-label": head === "" ? undefined : head }, ...children);
}
