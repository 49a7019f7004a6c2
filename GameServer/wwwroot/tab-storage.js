// Storage that belongs to one tab even when the tab is duplicated.

/**
 * Keeps its values in memory and hands them to the session storage only while the page is being left: a copy of a living tab finds
 * nothing there, so that two tabs never go on with the same session; a reloaded one finds all.
 */
export class TabStorage {
  #key;
  #values;

  constructor(key) {
    this.#key = key;
    this.#values = new Map(Object.entries(JSON.parse(sessionStorage.getItem(key) ?? "{}")));
    sessionStorage.removeItem(key);
    addEventListener("pagehide", () => sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(this.#values))));
    addEventListener("pageshow", () => sessionStorage.removeItem(this.#key));
  }

  getItem(name) {
    return this.#values.get(name) ?? null;
  }

  setItem(name, value) {
    this.#values.set(name, value);
  }

  removeItem(name) {
    this.#values.delete(name);
  }
}
