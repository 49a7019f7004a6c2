// Follows a stream of patches that the C# tests made: one line each, the patch in hex and, on some, after a space the
// state hash after it. Prints how many lines it followed; a hash that differs ends it with an error.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const bundle = await build({
  entryPoints: [join(here, "follower.ts")],
  absWorkingDir: here,
  bundle: true,
  write: false,
  format: "esm",
  platform: "node",
});
const { Follower } = await import(`data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].text).toString("base64")}`);

const follower = new Follower();
const lines = readFileSync(process.argv[2], "utf8").trimEnd().split("\n");
lines.forEach((line, index) => {
  const [patch, hash] = line.split(" ");
  follower.follow(patch);
  if (hash !== undefined && follower.hash() !== hash) {
    throw new Error(`The state differs after patch ${index + 1}: its hash is ${follower.hash()} and not ${hash}.`);
  }
});

if (follower.holdsUnknown()) {
  throw new Error("Unknown fields were kept.");
}

console.log(lines.length);
