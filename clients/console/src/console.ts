import type { AdminApi } from "./api/admin-api.ts";
import { AdminFailure } from "./api/admin-failure.ts";
import type { Figures, Me } from "./api/types.ts";
import { Poll } from "./live/poll.ts";
import { Recorder } from "./live/recorder.ts";
import { addressOf, placeOf, type Place } from "./router.ts";
import { h } from "./ui/dom.ts";
import { badge, brand } from "./ui/parts.ts";
import { nodes } from "./views/nodes.ts";
import { overview } from "./views/overview.ts";
import { room } from "./views/room.ts";
import { rooms } from "./views/rooms.ts";
import { session } from "./views/session.ts";
import { sessions } from "./views/sessions.ts";
import type { Desk, View } from "./views/view.ts";

const figuresEveryMs = 2000;
const tabs = [["Overview", ""], ["Rooms", "rooms"], ["Sessions", "sessions"], ["Nodes", "nodes"]] as const;

/** The console of somebody who is signed in: the bar, and the page that the address names. */
export class Console {
  readonly element: HTMLElement;
  private readonly main = h("main", { id: "main", tabindex: -1 });
  private readonly links = new Map<string, HTMLElement>();
  private readonly listeners = new Set<() => void>();
  private readonly desk: Desk;
  private readonly figures: Poll<Figures>;
  private view: View | undefined;

  /** `leave`: shows the sign-in again, with a sentence that says why, or none. */
  constructor(
    api: AdminApi,
    me: Me,
    private readonly leave: (why: string) => void,
  ) {
    const recorder = new Recorder();
    this.desk = {
      api,
      me,
      recorder,
      onFigures: (listener) => {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
      },
      onFailure: (cause) => this.onFailure(cause),
    };
    this.figures = new Poll(figuresEveryMs, {
      ask: (cancel) => api.figures(cancel),
      show: (figures) => {
        recorder.add(figures, Date.now() / 1000);
        this.listeners.forEach((listener) => listener());
      },
      fail: (cause) => this.onFailure(cause),
    });
    this.element = h("div", {}, this.bar(me), this.main);
    addEventListener("hashchange", this.go);
    addEventListener("keydown", this.onKey);
    this.figures.now();
    this.show();
  }

  stop(): void {
    removeEventListener("hashchange", this.go);
    removeEventListener("keydown", this.onKey);
    this.figures.stop();
    this.view?.stop();
  }

  private bar(me: Me): HTMLElement {
    const links = tabs.map(([name, path]) => {
      const link = h("a", { class: "tab", href: addressOf(path === "" ? [] : [path]), "data-testid": `tab-${name.toLowerCase()}` }, name);
      this.links.set(path, link);
      return link;
    });
    return h(
      "header",
      { class: "bar" },
      brand("#/"),
      h("nav", { class: "tabs", "aria-label": "Console" }, ...links),
      h(
        "div",
        { class: "who" },
        h("span", { class: "who-name", "data-testid": "who" }, me.name),
        badge(me.role, me.role === "operator" ? "accent" : ""),
        h("button", { class: "button quiet little", type: "button", "data-testid": "sign-out", onclick: () => this.leave("") }, "Sign out"),
      ),
    );
  }

  private readonly go = (): void => {
    this.show();
    this.main.focus({ preventScroll: true });
    scrollTo(0, 0);
  };

  private show(): void {
    const place = placeOf(location.hash);
    this.view?.stop();
    this.view = this.viewOf(place);
    this.main.replaceChildren(this.view.element);
    document.title = `${this.view.title} – GameServer console`;
    for (const [path, link] of this.links) {
      if (path === (place.path[0] ?? "")) {
        link.setAttribute("aria-current", "page");
      } else {
        link.removeAttribute("aria-current");
      }
    }
  }

  private viewOf({ path: [what, id], query }: Place): View {
    switch (what) {
      case "rooms":
        return id === undefined ? rooms(this.desk, query) : room(this.desk, id);
      case "sessions":
        return id === undefined ? sessions(this.desk, query) : session(this.desk, id);
      case "nodes":
        return nodes(this.desk);
      default:
        return overview(this.desk);
    }
  }

  private onFailure(cause: unknown): void {
    if (cause instanceof AdminFailure && cause.isUnauthorized) {
      this.leave("The server does not take this token any more. Sign in with another.");
    }
  }

  // A slash goes to the search, as elsewhere.
  private readonly onKey = (event: KeyboardEvent): void => {
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = this.main.querySelector<HTMLInputElement>("input[type=search]");
      if (search !== null) {
        event.preventDefault();
        search.focus();
      }
    }
  };
}
