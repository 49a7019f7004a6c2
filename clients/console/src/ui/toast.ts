import { h } from "./dom.ts";

const shownMs = 5000;
const fadeMs = 400;
const toastsMax = 3;

/** A sentence at the edge of the window, for a few seconds. */
export function toast(text: string, kind: "info" | "bad" = "info"): void {
  const toasts = document.getElementById("toasts");
  const note = h("p", { class: `toast ${kind}`, "data-testid": "toast" }, text);
  toasts?.append(note);
  while (toasts !== null && toasts.children.length > toastsMax) {
    toasts.firstElementChild?.remove();
  }
  setTimeout(() => note.classList.add("going"), shownMs);
  setTimeout(() => note.remove(), shownMs + fadeMs);
}
