import { h } from "./dom.ts";

/** What is to be confirmed. */
export interface Question {
  readonly title: string;
  /** What comes of it, in sentences. */
  readonly consequences: string;
  /** What the button that does it says. */
  readonly verb: string;
  readonly isDangerous: boolean;
  /** Who is told the reason, if one can be given. */
  readonly reasonFor?: string;
}

const reasonCharactersMax = 256;

/** Asks before something is done. Undefined: it is not to be done, also by Escape; else the reason, which may be empty. */
export function ask(question: Question): Promise<string | undefined> {
  return new Promise((resolve) => {
    const reason = h("input", {
      id: "reason", maxlength: reasonCharactersMax, autocomplete: "off", "data-testid": "reason",
    });
    const yes = h(
      "button",
      { class: question.isDangerous ? "button danger" : "button", value: "yes", "data-testid": "confirm-yes" },
      question.verb,
    );
    // Enter in the reason goes on to the button, and does neither of both.
    reason.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        yes.focus();
      }
    });
    const dialog = h(
      "dialog",
      { "aria-labelledby": "question", "data-testid": "confirm" },
      h(
        "form",
        { method: "dialog" },
        h(
          "div",
          { class: "dialog-body" },
          h("h2", { id: "question" }, question.title),
          h("p", { class: "soft" }, question.consequences),
          question.reasonFor !== undefined &&
            h("div", { class: "field" }, h("label", { for: "reason" }, `Reason, told to ${question.reasonFor} (may be empty)`), reason),
        ),
        h(
          "div",
          { class: "dialog-end" },
          h("button", { class: "button quiet", value: "no", autofocus: true, "data-testid": "confirm-no" }, "Cancel"),
          yes,
        ),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes" ? reason.value.trim() : undefined);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
