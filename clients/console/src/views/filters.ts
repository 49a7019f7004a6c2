import { addressOf } from "../router.ts";
import { h } from "../ui/dom.ts";

const waitMs = 250;

/** One of the choices. */
export interface Choice {
  readonly select: HTMLSelectElement;
  /** Says what there is to choose from, beside what always is. */
  readonly fill: (more: readonly string[]) => void;
}

/** What a list is narrowed by. The address follows, so that a reload and a bookmark show the same. */
export class Filters {
  readonly element = h("div", { class: "filters", role: "search" });
  private readonly values: Map<string, string>;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly path: string,
    query: URLSearchParams,
    private readonly onChange: () => void,
  ) {
    this.values = new Map(query);
  }

  get(name: string): string {
    return this.values.get(name) ?? "";
  }

  addSearch(placeholder: string): void {
    const input = h("input", {
      type: "search", placeholder, "aria-label": placeholder, value: this.get("search"), autocomplete: "off", spellcheck: "false",
      "data-testid": "search", "data-slash": true,
    });
    input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.set("search", input.value.trim()), waitMs);
    });
    this.element.append(input);
  }

  /** `options`: what there always is to choose from, by value and text. */
  addChoice(name: string, label: string, options: readonly (readonly [value: string, text: string])[]): Choice {
    const select = h("select", { "aria-label": label, "data-testid": `filter-${name}` });
    const fill = (more: readonly string[]): void => {
      const chosen = this.get(name);
      const all = [...options, ...more.map((value) => [value, value] as const)];
      const known = all.some(([value]) => value === chosen) ? all : [...all, [chosen, chosen] as const];
      const says = JSON.stringify(known);
      if (select.dataset["says"] !== says) {
        select.dataset["says"] = says;
        select.replaceChildren(...known.map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
      }
    };
    fill([]);
    select.addEventListener("change", () => this.set(name, select.value));
    this.element.append(select);
    return { select, fill };
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private set(name: string, value: string): void {
    this.values.set(name, value);
    history.replaceState(null, "", addressOf([this.path], Object.fromEntries(this.values)));
    this.onChange();
  }
}
