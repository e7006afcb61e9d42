import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A page beside the compiled package. A source that runs without being compiled takes it from there too. */
export function pageTemplate(name: "calendar" | "sandbox"): string {
  const places = [`../page/${name}.html`, `../../dist/page/${name}.html`];
  const file = places.map((place) => join(__dirname, place)).find(existsSync);
  if (file === undefined) throw new Error(`The package is incomplete: dist/page/${name}.html is missing.`);
  return readFileSync(file, "utf8");
}
