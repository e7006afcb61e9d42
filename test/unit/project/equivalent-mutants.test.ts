import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../../..");
const known: readonly Record<"file" | "code" | "original" | "replacement" | "reason", string>[] = JSON.parse(
  readFileSync(join(root, "tools/mutation/equivalents.json"), "utf8"),
);

describe("the list of equivalent mutants", () => {
  it("names only code that is still in the source, and gives a reason for each mutant", () => {
    for (const { file, code, original, replacement, reason } of known) {
      const lines = readFileSync(join(root, file), "utf8").split("\n");
      expect([file, lines.map((line) => line.replace(/\s+/g, " ").trim())]).toEqual([
        file,
        expect.arrayContaining([code]),
      ]);
      expect(original).not.toBe(replacement);
      expect(reason).toMatch(/^[A-Z].*\.$/);
    }
  });
});
