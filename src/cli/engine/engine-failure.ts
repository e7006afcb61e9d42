import type { EngineEvent } from "@pulumi/pulumi/automation";
import { nameOf } from "./changes";

/** A warning that the engine showed. */
export interface Warning {
  /** The resource that it concerns. */
  readonly resource?: string;
  readonly message: string;
}

/** `nightly: it starts at a crowded minute`. */
export function spokenWarning({ resource, message }: Warning): string {
  return resource === undefined ? message : `${resource}: ${message}`;
}

/** The warnings of the engine, the program, the providers and advisory policies, each once. */
export function warningsOf(events: readonly EngineEvent[]): readonly Warning[] {
  const all = events.flatMap(({ diagnosticEvent, policyEvent }): Warning[] => {
    if (diagnosticEvent?.severity === "warning" && diagnosticEvent.ephemeral !== true)
      return [about(diagnosticEvent.urn, tidy(diagnosticEvent.message))];
    if (policyEvent !== undefined && policyEvent.enforcementLevel !== "mandatory")
      return [about(policyEvent.resourceUrn, policySentence(policyEvent))];
    return [];
  });
  const seen = new Map(all.map((warning) => [`${warning.resource}\0${warning.message}`, warning]));
  return [...seen.values()];
}

/**
 * Why a command of the engine failed, in sentences: its diagnostics, or its error output if there are none. Each sentence
 * comes once, with the names of its resources.
 */
export function failureOf(events: readonly EngineEvent[], error: Error): readonly string[] {
  const resources = new Map<string, string[]>();
  for (const { diagnosticEvent, policyEvent } of events) {
    if (diagnosticEvent?.severity === "error") add(diagnosticEvent.urn, tidy(diagnosticEvent.message));
    if (policyEvent?.enforcementLevel === "mandatory")
      add(policyEvent.resourceUrn, policySentence(policyEvent));
  }
  function add(urn: string | undefined, sentence: string): void {
    if (/^(update|preview|refresh|destroy) failed$/.test(sentence)) return;
    const names = resources.get(sentence) ?? [];
    resources.set(sentence, urn === undefined ? names : [...names, nameOf(urn)]);
  }
  if (resources.size === 0) return [explained(errorOutput(error))];
  return byRequest([...resources]).map(([sentence, names]) => `${subject(names)}${sentence}`);
}

/** A sentence, and the names of the resources that it concerns. */
type Reason = readonly [string, readonly string[]];

/** One sentence for all resources that needed the same failed request. */
function byRequest(reasons: readonly Reason[]): readonly Reason[] {
  const groups = new Map<string, Reason[]>();
  for (const reason of reasons) {
    const request = /: (could not (?:list|look|read) .*)$/s.exec(reason[0])?.[1] ?? reason[0];
    groups.set(request, [...(groups.get(request) ?? []), reason]);
  }
  return [...groups].flatMap(([request, group]): readonly Reason[] =>
    group.length === 1 ? group : [[request.replace(/^c/, "C"), group.flatMap(([, names]) => names)]],
  );
}

function about(urn: string | undefined, message: string): Warning {
  return urn === undefined || urn === "" ? { message } : { resource: nameOf(urn), message };
}

function policySentence({
  message,
  policyName,
  policyPackName,
}: NonNullable<EngineEvent["policyEvent"]>): string {
  return `${tidy(message)} (policy ${policyName} of ${policyPackName})`;
}

/** `nightly: `, or `nightly, weekly and 3 more: `. */
function subject(names: readonly string[]): string {
  if (names.length === 0) return "";
  if (names.length <= 3) return `${names.join(", ")}: `;
  return `${names.slice(0, 2).join(", ")} and ${names.length - 2} more: `;
}

/** A diagnostic without the texts that the engine and gRPC add, and without a stack trace. */
function tidy(message: string): string {
  return message
    .replace(/^(Preview|Update|Refresh) failed: /, "")
    .replace(/^\d+ errors? occurred:\s*/, "")
    .replace(/^\s*\* /gm, "")
    .replace(/^Running program '[^']*' failed with an unhandled exception:\s*/, "The program failed: ")
    .replace(/^\S+ resource '[^']*': property (\S+) value \{[\s\S]*\} has a problem: /, "$1: ")
    .replace(/^\S+ resource '[^']*' has a problem: /, "")
    .replace(/^ +at .*$\n?/gm, "")
    .replace(/\s*\n\s*/g, "\n")
    .trim();
}

/** The error that the CLI printed, or else all of its output. */
function errorOutput({ message }: Error): string {
  const printed = /^error: ([\s\S]*)/m.exec(message.split(/^ err\?: /m)[0] ?? message)?.[1];
  const text = printed?.replace(/\s*\n\s*/g, "\n") ?? message;
  const lines = text.split("\n").filter((line) => !/^ ?(code|stdout|stderr|err\?): *$/.test(line));
  return lines.slice(0, 10).join("\n").trim();
}

/** Sentences of the CLI that do not say what to do next. */
function explained(message: string): string {
  const stack = /no stack named '([^']*)' found/.exec(message)?.[1];
  if (stack !== undefined)
    return `There is no stack ${stack} of this project in the backend that you are logged in to. Check the login (\`pulumi whoami --verbose\`) and the name (\`pulumi stack ls\`). For a new stack, run \`pulumi stack init ${stack}\`.`;
  if (/incorrect passphrase|passphrase must be set/.test(message))
    return `The stack's secrets cannot be read: ${message}. Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the passphrase with which the stack was created.`;
  // What a kill can leave in the file backend: docs/errors.md.
  if (/(^|: )EOF$/.test(message))
    return `\`pulumi\` could not read a file of the backend: ${message}. If a command was killed before, and the state is in a folder, look there for an empty file whose name ends with .attrs, and remove it. The state itself is complete.`;
  return message;
}
