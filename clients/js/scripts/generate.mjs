// Generates src/gen and test/gen with the protoc of the Grpc.Tools package, the very one that the C# projects use.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const client = join(dirname(fileURLToPath(import.meta.url)), "..");
const repository = join(client, "..", "..");
const plugin = join(client, "node_modules", ".bin", process.platform === "win32" ? "protoc-gen-es.cmd" : "protoc-gen-es");
const grpcTools = findGrpcTools();
const protoc = join(grpcTools, "tools", toolsFolder(), process.platform === "win32" ? "protoc.exe" : "protoc");
const wellKnown = join(grpcTools, "build", "native", "include");

// What a client never sees stays out: the format of stored rooms, and what nodes say to one another.
generate(join(repository, "proto"), join(client, "src", "gen"), (name) => !/\/(record|link|node)\.proto$/.test(name));
// The schemas that the tests of state patches share with the C# ones; those that no state can have are left out.
generate(join(repository, "GameServer.Tests", "Protos"), join(client, "test", "gen"), (name) => /^(everything|newer)\.proto$/.test(name));

function generate(protoRoot, out, wanted) {
  const protos = readdirSync(protoRoot, { recursive: true })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".proto") && wanted(name))
    .sort();

  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  execFileSync(
    protoc,
    [
      `--plugin=protoc-gen-es=${plugin}`,
      `--proto_path=${protoRoot}`,
      `--proto_path=${wellKnown}`,
      `--es_out=${out}`,
      "--es_opt=target=ts,import_extension=js",
      ...protos,
    ],
    { stdio: "inherit" },
  );
}

function findGrpcTools() {
  const project = join(repository, "GameServer.Protocol", "GameServer.Protocol.csproj");
  execFileSync("dotnet", ["restore", project, "--verbosity", "quiet"], { stdio: "inherit" });
  const query = ["msbuild", project, "-getProperty:PkgGrpc_Tools", "-property:TargetFramework=net10.0"];
  const grpcTools = execFileSync("dotnet", query, { encoding: "utf8" }).trim();
  if (grpcTools === "") {
    throw new Error("GameServer.Protocol does not refer to the package Grpc.Tools, which brings protoc.");
  }

  return grpcTools;
}

function toolsFolder() {
  switch (process.platform) {
    case "win32":
      return "windows_x64";
    case "darwin":
      return "macosx_universal";
    default:
      return process.arch === "arm64" ? "linux_arm64" : "linux_x64";
  }
}
