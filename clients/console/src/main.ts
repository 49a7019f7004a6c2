// Begins the console: with the token that this tab has kept, else at the sign-in.
import { AdminApi } from "./api/admin-api.ts";
import { AdminFailure, sentence } from "./api/admin-failure.ts";
import { credentials } from "./api/credentials.ts";
import type { Me } from "./api/types.ts";
import { Console } from "./console.ts";
import { signIn } from "./views/sign-in.ts";

const base = new URL("../admin/v1/", document.baseURI);
const app = document.getElementById("app") as HTMLElement;
let open: Console | undefined;

function enter(token: string, api: AdminApi, me: Me): void {
  credentials.keep(token);
  open = new Console(api, me, leave);
  app.replaceChildren(open.element);
}

function leave(why: string): void {
  credentials.forget();
  open?.stop();
  open = undefined;
  ask(why);
}

function ask(why: string): void {
  document.title = "Sign in – GameServer console";
  app.replaceChildren(signIn(base, why, enter));
  app.querySelector("input")?.focus();
}

const kept = credentials.read();
if (kept === null) {
  ask("");
} else {
  const api = new AdminApi(base, kept);
  api.me().then(
    (me) => enter(kept, api, me),
    (cause: unknown) => {
      // A token that could not be shown may be good the next time.
      if (cause instanceof AdminFailure && cause.isUnauthorized) {
        credentials.forget();
      }
      ask(sentence(cause));
    },
  );
}
