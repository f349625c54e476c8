// Runs npm for Maven, but only what the files have changed for since the last time; called by maven.sh.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ui = join(dirname(fileURLToPath(import.meta.url)), "..");
const target = join(ui, "..", "target");
const runtime = `${process.version} ${process.platform} ${process.arch}`;
const PACKAGES = ["package.json", "package-lock.json", ".npmrc"];
const SOURCES = [...PACKAGES, "src", "public", "dev", "index.html", "vite.config.ts", "tsconfig.json"];
const CHECKED = [...SOURCES, ".oxlintrc.json", ".oxfmtrc.json"];

function filesIn(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .toSorted()
    .flatMap(name => filesIn(join(path, name)));
}

function fingerprint(names) {
  const hash = createHash("sha256").update(runtime);
  for (const file of names.flatMap(name => filesIn(join(ui, name)))) {
    hash.update(`\n${file.slice(ui.length)}\n`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** Runs npm unless the stamp says that it went well with the same files and left what it makes. */
function once(stamp, names, makes, args) {
  const print = fingerprint(names);
  if (existsSync(stamp) && existsSync(makes) && readFileSync(stamp, "utf8") === print) return;
  rmSync(stamp, { force: true });
  const { status, error } = spawnSync("npm", args, { cwd: ui, stdio: "inherit" });
  if (status !== 0) {
    process.stderr.write(`npm ${args.join(" ")} failed in ${ui}${error ? `: ${error.message}` : ""}\n`);
    process.exit(status ?? 1);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, print);
}

const modules = join(ui, "node_modules");
once(join(modules, ".rondo-stamp"), PACKAGES, modules, ["ci", "--prefer-offline", "--loglevel=error"]);
if (process.argv[2] === "test") once(join(target, "ui", "test-stamp"), CHECKED, modules, ["test", "--silent"]);
else
  once(join(target, "ui", "build-stamp"), SOURCES, join(target, "classes/web/index.html"), [
    "run",
    "build",
    "--silent",
  ]);
