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
  const say = (line: string): void => terminal.say(`${stack}:   ${line}`);
  const sayStatus = statusLines(say, now);
  return (event) => {
    const { resOpFailedEvent, diagnosticEvent } = event;
    if (resOpFailedEvent !== undefined) say(`failed: ${nameOf(resOpFailedEvent.metadata.urn)}`);
    for (const change of changesOf([event]).changes) say(`${signOf(change)} ${change.name}`);
    if (diagnosticEvent?.ephemeral !== true || diagnosticEvent.severity !== "info") return;
    sayStatus(diagnosticEvent.message.trim());
  };
}

/** Passes on a line such as `running 2m5s, wr_1` if the status is new, and from time to time. */
export function statusLines(
  say: (line: string) => void,
  now: () => number = () => performance.now(),
): (line: string) => void {
  const saidAt = new Map<string, number>();
  return (line) => {
    const status = line.replace(/ [\dhms]+(?=, )/, "");
    const last = saidAt.get(status);
    if (last !== undefined && now() - last < intervalMilliseconds) return;
    saidAt.set(status, now());
    say(line);
  };
}
