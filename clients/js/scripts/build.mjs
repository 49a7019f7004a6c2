// Builds the npm package (dist/) and the one ES module that the server's own page uses (GameServer/wwwroot/gameserver.js).
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle, bundleFile } from "./bundle.mjs";

const client = join(dirname(fileURLToPath(import.meta.url)), "..");

rmSync(join(client, "dist"), { recursive: true, force: true });
execFileSync(process.execPath, [join(client, "node_modules", "typescript", "bin", "tsc"), "--project", "tsconfig.build.json"], {
  cwd: client,
  stdio: "inherit",
});

mkdirSync(dirname(bundleFile), { recursive: true });
writeFileSync(bundleFile, await bundle());
