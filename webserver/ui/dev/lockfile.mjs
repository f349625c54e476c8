// Rewrites package-lock.json without the addresses that npm writes into it: where packages ask for money.
// (Where they come from is left out by .npmrc.) usage: npm run lock
import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));
for (const each of Object.values(lock.packages)) {
  delete each.funding;
  delete each.resolved;
}
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
