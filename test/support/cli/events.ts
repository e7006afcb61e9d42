import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";

/**
 * What the engine (3.259) told the Automation API, without the events that nobody reads; one event a line. A stack
 * has the schedules `nightly`, `second` and `third`, and the run `smoke`.
 *
 * - `drift`: a previewed refresh. By hand, `nightly` was paused and got another secret token, `second` got another
 *   hour and vendor, and `third` was deleted.
 * - `preview`: after that, a preview with a refresh. The program has another hour for `nightly`, the new schedules
 *   `fourth` and `fourthb`, no `second`, and another workflow for `smoke`.
 * - `failed-up`: the `up` of the same; the run fails, and so `second` stays.
 * - `refused-key`: a previewed refresh with a key that the server refuses.
 * - `broken-program`: a preview of a program that throws.
 *
 * The events with `plugin-` are the same for resources of the provider plugin, but `third` is still in the program, and
 * `fourthb` is not.
 */
export function recordedEvents(
  name:
    | "drift"
    | "preview"
    | "failed-up"
    | "refused-key"
    | "broken-program"
    | "plugin-drift"
    | "plugin-preview"
    | "plugin-failed-up",
): readonly EngineEvent[] {
  const text = readFileSync(join(__dirname, "events", `${name}.jsonl`), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as EngineEvent);
}
