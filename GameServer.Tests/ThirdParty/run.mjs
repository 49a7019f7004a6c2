// Runs a client that shares no code with the project: node run.mjs json|binary ws://host:port/ws
// The client is copied to a folder of its own, with the packages of clients/js and, for the binary one, code generated from proto/.
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const repository = join(here, "..", "..");
const packages = join(repository, "clients", "js", "node_modules");
const [form, url] = process.argv.slice(2);
if (!["json", "binary"].includes(form) || !url) {
  console.error("Usage: node run.mjs json|binary ws://host:port/ws");
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), "gameserver-third-party-"));
try {
  const program = join(folder, "client.mjs");
  copyFileSync(join(here, `${form}_client.mjs`), program);
  symlinkSync(packages, join(folder, "node_modules"), "junction");
  if (form === "binary") {
    generate(join(folder, "gen"));
  }

  const run = spawnSync(process.execPath, [program, url], { stdio: "inherit", timeout: 60_000 });
  process.exitCode = run.status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function generate(out) {
  mkdirSync(out);
  const proto = join(repository, "proto");
  execFileSync(protoc(), [
    `--plugin=protoc-gen-es=${join(packages, ".bin", "protoc-gen-es")}`,
    `--proto_path=${proto}`,
    `--es_out=${out}`,
    "--es_opt=target=js,import_extension=js,js_import_style=module",
    "gameserver/v1/client.proto",
    "gameserver/v1/patch.proto",
    "games/chat.proto",
  ]);
  // What protoc-gen-es makes are modules; without this Node would take them for CommonJS.
  writeFileSync(join(out, "package.json"), '{"type":"module"}');
}

function protoc() {
  const project = join(repository, "GameServer.Protocol", "GameServer.Protocol.csproj");
  const query = ["msbuild", project, "-getProperty:PkgGrpc_Tools", "-property:TargetFramework=net10.0"];
  const tools = execFileSync("dotnet", query, { encoding: "utf8" }).trim();
  return join(tools, "tools", process.arch === "arm64" ? "linux_arm64" : "linux_x64", "protoc");
}
