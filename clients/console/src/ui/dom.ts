// Small pieces that every view uses: elements, texts, lists by key. Attributes only, never markup: no text becomes HTML.

type Listener<E> = (event: E) => void;

/** Attributes; those that begin with "on" are listeners. Undefined and false: left out. */
export interface Attributes {
  [name: string]: string | number | boolean | undefined | Listener<Event>;
}

export type Child = Node | string | undefined | false;

/** Builds an element. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...present(children));
  return element;
}

/** Builds an SVG element. */
export function svg(tag: string, attributes: Attributes = {}, ...children: readonly Child[]): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  setAttributes(element, attributes);
  element.append(...present(children));
  return element;
}

/** Sets text only where it differs, so that nothing is announced or laid out again for nothing. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Keeps children by key: makes what is new, updates what stays, removes what went, in the given order. */
export function keyed<T, E extends HTMLElement>(
  parent: HTMLElement,
  items: readonly T[],
  key: (item: T) => string,
  make: (item: T) => E,
  update: (element: E, item: T) => void,
): void {
  const old = new Map([...parent.children].map((child) => [(child as HTMLElement).dataset["key"], child as E]));
  let place = parent.firstElementChild;
  for (const item of items) {
    const id = key(item);
    let element = old.get(id);
    if (element === undefined) {
      element = make(item);
      element.dataset["key"] = id;
    }
    old.delete(id);
    update(element, item);
    if (element === place) {
      place = place.nextElementSibling;
    } else {
      parent.insertBefore(element, place);
    }
  }
  for (const gone of old.values()) {
    gone.remove();
  }
}

function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(name.slice(2), value);
    } else if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
}

function present(children: readonly Child[]): (Node | string)[] {
  return children.filter((child): child is Node | string => child !== undefined && child !== false);
}

/** A place whose content is made anew only when what it shows has changed: the focus and a click under way stay. */
export class Slot<T> {
  readonly element = h("div");
  private says: string | undefined;

  constructor(private readonly make: (value: T) => Child | readonly Child[]) {}

  show(value: T): void {
    const says = JSON.stringify(value);
    if (says !== this.says) {
      this.says = says;
      const made = this.make(value);
      this.element.replaceChildren(...present(Array.isArray(made) ? (made as readonly Child[]) : [made as Child]));
    }
  }
}
