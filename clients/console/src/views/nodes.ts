import { h } from "../ui/dom.ts";
import { pageHead } from "../ui/parts.ts";
import { NodeTable } from "./node-table.ts";
import type { Desk, View } from "./view.ts";

/** All nodes with all that is known of them. */
export function nodes(desk: Desk): View {
  const table = new NodeTable(desk, true);
  return {
    title: "Nodes",
    element: h("div", { class: "stack" }, pageHead("Nodes"), table.trouble.element, h("section", { class: "panel" }, table.element)),
    stop: () => table.stop(),
  };
}
