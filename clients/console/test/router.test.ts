import { expect, it } from "vitest";
import { addressOf, placeOf } from "../src/router.ts";

it("An address leads back to its place", () => {
  const place = placeOf(addressOf(["rooms", "a/b c?"], { type: "chat", search: "", node: "n&1" }));
  expect(place.path).toEqual(["rooms", "a/b c?"]);
  expect([...place.query]).toEqual([["type", "chat"], ["node", "n&1"]]);
});

it("What is no encoding is taken as it is", () => {
  expect(placeOf("#/rooms/%zz").path).toEqual(["rooms", "%zz"]);
  expect(placeOf("").path).toEqual([]);
});
