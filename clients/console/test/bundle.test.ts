import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { bundle, folder } from "../scripts/bundle.mjs";

it("The checked-in files are what `npm run build` makes", async () => {
  const checkedIn = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  const fresh = await bundle();
  expect([...checkedIn.keys()].sort()).toEqual([...fresh.keys()].sort());
  for (const [name, text] of fresh) {
    expect(checkedIn.get(name) === text, `${name} is fresh`).toBe(true);
  }
});
