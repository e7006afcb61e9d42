import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Stands in front of the provider's launcher on PATH, starts it as it is, and keeps what it prints. */
const launcher = `#!/bin/bash
folder=$(dirname "$0")
PATH=\${PATH//"$folder":/}
exec pulumi-resource-pulumi-nodejs "$@" > >(tee -a "$folder/printed") 2> >(tee -a "$folder/printed" >&2)
`;

/** What the provider's processes themselves print, before the engine makes lines of it. */
export class ProviderOutput {
  /** To be put in front of PATH. */
  readonly folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-launcher-"));

  constructor() {
    writeFileSync(join(this.folder, "pulumi-resource-pulumi-nodejs"), launcher, { mode: 0o755 });
  }

  read(): string {
    const file = join(this.folder, "printed");
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
