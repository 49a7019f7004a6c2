import { AdminApi } from "../api/admin-api.ts";
import { sentence } from "../api/admin-failure.ts";
import type { Me } from "../api/types.ts";
import { h } from "../ui/dom.ts";
import { brand } from "../ui/parts.ts";

/** The door: asks for a token until the server knows one. `why`: a sentence to begin with. */
export function signIn(base: URL, why: string, enter: (token: string, api: AdminApi, me: Me) => void): HTMLElement {
  const input = h("input", {
    id: "token", type: "password", required: true, autocomplete: "off", spellcheck: "false", autofocus: true,
    "aria-describedby": "token-help", "data-testid": "token",
  });
  const button = h("button", { class: "button", "data-testid": "sign-in" }, "Sign in");
  const problem = h("p", { class: "trouble", role: "alert", "data-testid": "sign-in-problem", hidden: why === "" }, why);
  const form = h(
    "form",
    {},
    h("div", { class: "field" }, h("label", { for: "token" }, "Admin token"), input,
      h("p", { class: "soft small", id: "token-help" },
        "One of Admin:Tokens in the server's configuration. It stays in this tab and is gone when the tab is closed.")),
    problem,
    button,
  );

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const token = input.value.trim();
    const api = new AdminApi(base, token);
    button.disabled = true;
    api.me().then(
      (me) => enter(token, api, me),
      (cause: unknown) => {
        problem.textContent = sentence(cause);
        problem.hidden = false;
        button.disabled = false;
        input.select();
      },
    );
  });
  return h("main", { class: "sign-in", id: "main" },
    h("div", { class: "panel sign-in-card" }, brand(), h("h1", { class: "unseen" }, "Sign in"), form));
}
