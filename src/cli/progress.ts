import type { EngineEvent } from "@pulumi/pulumi/automation";
import { changesOf, nameOf, signOf } from "./engine/changes";
import type { Terminal } from "./terminal";

/** How often a line shows that a run is still going. */
const intervalMilliseconds = 15_000;

/** Reports each change at once, each new status of a run at once, and an unchanged status from time to time. */
export function progress(
  stack: string,
  terminal: Terminal,
  now: () => number = () => performance.now(),
): (event: EngineEvent) => void {
  const saidAt = new Map<string, number>();
  const say = (line: string): void => terminal.say(`${stack}:   ${line}`);
  return (event) => {
    const { resOpFailedEvent, diagnosticEvent } = event;
    if (resOpFailedEvent !== undefined) say(`failed: ${nameOf(resOpFailedEvent.metadata.urn)}`);
    for (const change of changesOf([event]).changes) say(`${signOf(change)} ${change.name}`);
    if (diagnosticEvent?.ephemeral !== true || diagnosticEvent.severity !== "info") return;
    const line = diagnosticEvent.message.trim();
    const status = line.replace(/ [\dhms]+(?=, )/, "");
    const last = saidAt.get(status);
    if (last !== undefined && now() - last < intervalMilliseconds) return;
    saidAt.set(status, now());
    say(line);
  };
}
