import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { bundle, bundleFile } from "../scripts/bundle.mjs";

it("The checked-in module is what `npm run build` makes", async () => {
  expect(readFileSync(bundleFile, "utf8") === (await bundle())).toBe(true);
});
