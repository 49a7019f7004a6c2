// Small pieces that every view uses: building elements, toasts, colours.

/** Builds an element. `on…` props are listeners, `data` and `aria` are groups of attributes; children may be nested or empty. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (name === "data" || name === "aria") {
      for (const [key, text] of Object.entries(value)) {
        element.setAttribute(`${name}-${key}`, text);
      }
    } else if (name === "testid") {
      element.dataset.testid = value;
    } else if (name === "class") {
      element.className = value;
    } else {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/** Builds an SVG element; attributes only. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Sets text only where it differs, so that nothing is announced or laid out again for nothing. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function toast(text, kind = "info") {
  const note = h("p", { class: `toast ${kind}`, testid: "toast" }, text);
  const toasts = document.getElementById("toasts");
  toasts.append(note);
  while (toasts.children.length > 3) {
    toasts.firstElementChild.remove();
  }
  setTimeout(() => note.classList.add("going"), 4200);
  setTimeout(() => note.remove(), 4600);
}

export function cssColor(rgb) {
  return `#${rgb.toString(16).padStart(6, "0")}`;
}

/** "1 player", "3 players". */
export function count(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`;
}

/** Keeps a list's rows by key: makes what is new, updates what stays, removes what went, in the given order. */
export function keyedRows(parent, items, key, make, update) {
  const rows = new Map([...parent.children].map((row) => [row.dataset.key, row]));
  let place = parent.firstElementChild;
  for (const item of items) {
    const id = String(key(item));
    let row = rows.get(id);
    if (row === undefined) {
      row = make(item);
      row.dataset.key = id;
    }
    rows.delete(id);
    update(row, item);
    if (row === place) {
      place = place.nextElementSibling;
    } else {
      parent.insertBefore(row, place);
    }
  }
  for (const row of rows.values()) {
    row.remove();
  }
}
