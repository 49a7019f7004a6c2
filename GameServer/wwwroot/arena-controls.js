// Steering by keyboard and by touch. Only changes are sent: what is held stays in force in the room.
import { h, svg } from "./dom.js";

const keys = {
  ArrowLeft: "left", KeyA: "left", ArrowRight: "right", KeyD: "right", ArrowUp: "thrust", KeyW: "thrust", Space: "fire",
};

export function steering(stage, send) {
  const held = new Map();
  let sent = "";

  function press(action, source) {
    held.set(`${action} ${source}`, action);
    changed();
  }

  function release(action, source) {
    held.delete(`${action} ${source}`);
    changed();
  }

  function releaseAll() {
    held.clear();
    changed();
  }

  function changed() {
    const actions = new Set(held.values());
    const steer = {
      turn: (actions.has("right") ? 1 : 0) - (actions.has("left") ? 1 : 0),
      thrust: actions.has("thrust"),
      fire: actions.has("fire"),
    };
    const text = JSON.stringify(steer);
    if (text !== sent) {
      sent = text;
      send(steer);
    }
  }

  function onKey(event) {
    const action = keys[event.code];
    if (action === undefined || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("button, a, input")) {
      return;
    }
    event.preventDefault();
    if (event.type === "keydown") {
      press(action, "key");
    } else {
      release(action, "key");
    }
  }

  function pad(action, label, shape) {
    const button = h("button", {
      class: `pad pad-${action}`, type: "button", testid: `pad-${action}`, aria: { label },
      onpointerdown: (event) => {
        event.preventDefault();
        button.setPointerCapture(event.pointerId);
        button.classList.add("is-down");
        press(action, event.pointerId);
      },
      onlostpointercapture: (event) => {
        button.classList.remove("is-down");
        release(action, event.pointerId);
      },
      oncontextmenu: (event) => event.preventDefault(),
    }, svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: shape })));
    return button;
  }

  const pads = h("div", { class: "pads", testid: "pads" },
    h("div", { class: "pad-group" }, pad("left", "Turn left", "M15 5l-7 7 7 7"), pad("right", "Turn right", "M9 5l7 7-7 7")),
    h("div", { class: "pad-group" }, pad("fire", "Fire", "M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10M12 2v3m0 14v3M2 12h3m14 0h3"),
      pad("thrust", "Thrust", "M5 14l7-7 7 7M5 20l7-7 7 7")));
  const hint = h("p", { class: "keys-hint small" }, "Arrow keys or WASD to fly, space to fire");
  stage.append(pads, hint);

  addEventListener("keydown", onKey);
  addEventListener("keyup", onKey);
  addEventListener("blur", releaseAll);

  return {
    /** Says again what is held, to a room that has let go of it. */
    again() {
      sent = "";
      changed();
    },
    stop() {
      removeEventListener("keydown", onKey);
      removeEventListener("keyup", onKey);
      removeEventListener("blur", releaseAll);
    },
  };
}
