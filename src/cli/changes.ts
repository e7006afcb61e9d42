import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import { type Difference, differences, type Properties, secretPaths, visible } from "./differences";

/** What a preview plans for one resource, or an `up` did to it. */
export interface Change {
  readonly kind: "create" | "update" | "replace" | "delete";
  readonly name: string;
  /** Such as `WorkflowSchedule`. */
  readonly type: string;
  /** Of a creation or a deletion, all that it was made with. */
  readonly differences: readonly Difference[];
}

/** All changes of a preview or an `up`. */
export interface Changes {
  readonly changes: readonly Change[];
  /** How many resources stay as they are. */
  readonly unchanged: number;
}

/** A run that an `up` started, or waited for again. */
export interface StartedRun {
  readonly name: string;
  readonly runId: string;
  /** The last one known, such as `completed`. */
  readonly status: string;
  /** Its page in Skyvern's web app. */
  readonly appUrl?: string;
}

/** A replacement is several steps; this is the one that makes the new resource. */
const kinds: Readonly<Record<string, Change["kind"]>> = {
  create: "create",
  update: "update",
  "create-replacement": "replace",
  delete: "delete",
};

const signs = { create: "+", update: "~", replace: "+-", delete: "-" } as const;

/** The sign of a change, as Pulumi writes it. */
export function signOf({ kind }: Pick<Change, "kind">): string {
  return signs[kind];
}

/**
 * The changes that the engine's events tell of, by name: the engine's order differs from run to run, and a comment on a
 * pull request should not. Of what failed there is no such event.
 */
export function changesOf(events: readonly EngineEvent[]): Changes {
  const done = steps(events);
  const changes = done.flatMap((step): Change[] => {
    const kind = kinds[step.op];
    if (kind === undefined) return [];
    const { name, type } = named(step);
    return [{ kind, name, type, differences: differencesOf(step, kind) }];
  });
  const same = new Set(done.filter(({ op }) => op === "same").map(({ urn }) => urn));
  const inOrder = changes.sort((one, other) => (one.name < other.name ? -1 : 1));
  return { changes: inOrder, unchanged: same.size };
}

/** The runs that were started, those that failed among them. */
export function startedRuns(events: readonly EngineEvent[]): readonly StartedRun[] {
  const failed = events.flatMap((event) => event.resOpFailedEvent?.metadata ?? []);
  const runs = [...steps(events).filter(({ op }) => kinds[op] !== undefined), ...failed];
  return runs.flatMap((step) => {
    const { name, type } = named(step);
    const { runId, status, appUrl } = (step.new?.outputs ?? {}) as Properties;
    if (type !== "WorkflowRun" || typeof runId !== "string" || typeof status !== "string") return [];
    return [{ name, runId, status, ...(typeof appUrl === "string" ? { appUrl } : {}) }];
  });
}

/** What was done to resources of programs: not to the stack itself, nor to providers that Pulumi makes. */
export function steps(events: readonly EngineEvent[]): readonly StepEventMetadata[] {
  const done = events.flatMap((event) => event.resOutputsEvent?.metadata ?? []);
  // A component is told of twice: when it is registered, and when its outputs are.
  const once = new Map(done.map((step) => [`${step.op} ${step.urn}`, step]));
  return [...once.values()].filter(({ type, urn }) => {
    if (type === "pulumi:pulumi:Stack") return false;
    return !(type.startsWith("pulumi:providers:") && nameOf(urn).startsWith("default"));
  });
}

/** The resource's name, and the last part of its type. */
export function named({ urn, type }: { readonly urn: string; readonly type: string }): {
  readonly name: string;
  readonly type: string;
} {
  return { name: nameOf(urn), type: type.slice(type.lastIndexOf(":") + 1) };
}

/** The last part of a URN: a name may hold `::` itself. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/**
 * What a resource is asked for on both sides. Where the inputs of one leave something out, its outputs say what it
 * was taken for.
 */
export function askedFor({ type, old, new: wanted }: StepEventMetadata): {
  readonly before: Properties;
  readonly after: Properties;
} {
  const keys = [...new Set([...Object.keys(old?.inputs ?? {}), ...Object.keys(wanted?.inputs ?? {})])];
  const side = (state: typeof old): Properties => {
    if (state === undefined || state === null) return {};
    const given = keys.map((key) => [key, state.inputs?.[key] ?? state.outputs?.[key]]);
    return visible(type, Object.fromEntries(given));
  };
  return { before: side(old), after: side(wanted) };
}

/** Whether a program that gives these inputs leaves a property as it is on the server: `enabled` of a schedule. */
export function isLeftToServer(type: string, property: string, inputs: Properties): boolean {
  return type.endsWith(":WorkflowSchedule") && property === "enabled" && inputs.enabled === undefined;
}

/**
 * The differences between two sides of which the engine says that they are not the same. Where none is to be
 * seen and there are secrets, one of them differs.
 */
export function differencesOrSecret(before: Properties, after: Properties): readonly Difference[] {
  const seen = differences(before, after);
  const secrets = secretPaths(after);
  if (seen.length > 0 || secrets.length === 0) return seen;
  return [{ property: secrets.join(" or "), before: "[secret]", after: "[secret]" }];
}

function differencesOf(step: StepEventMetadata, kind: Change["kind"]): readonly Difference[] {
  const { before, after } = askedFor(step);
  if (kind === "create") return differences({}, after);
  if (kind === "delete") return differences(before, {});
  const wanted = (step.new?.inputs ?? {}) as Properties;
  return differencesOrSecret(before, after).filter(
    ({ property }) => !isLeftToServer(step.type, property, wanted),
  );
}
