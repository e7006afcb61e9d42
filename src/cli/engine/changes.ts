import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import { kindOf, providerTypes } from "../../plugin/tokens";
import {
  type Difference,
  differences,
  differencesOrSecret,
  type Properties,
  reportedPaths,
  visible,
} from "./differences";

/** What a preview plans for one resource, or an `up` did to it. */
export interface Change {
  readonly kind: "create" | "update" | "replace" | "delete";
  readonly name: string;
  /** Such as `WorkflowSchedule`. */
  readonly type: string;
  /** On the server, such as `wfs_1`; left out for a new resource, and for one that has no id. */
  readonly id?: string;
  /** For a creation or a deletion, all properties. */
  readonly differences: readonly Difference[];
  /** The name that an alias leads from. */
  readonly formerName?: string;
  /** The properties that somebody changed by hand, and that this change overwrites; or that the resource was deleted. */
  readonly byHand?: readonly string[] | "deleted";
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

/** A replacement is several steps; its kind is that of the one that makes the new resource. */
const kinds: Readonly<Record<string, Change["kind"]>> = {
  create: "create",
  update: "update",
  "create-replacement": "replace",
  delete: "delete",
};

/** The steps that change the server or the state. */
const effects = new Set([...Object.keys(kinds), "delete-replaced", "import", "import-replacement"]);

/** Those after which a resource is there. */
const lasting = new Set(["same", "create", "update", "read", "import"]);

const signs = { create: "+", update: "~", replace: "+-", delete: "-" } as const;

/** The sign of a change, as Pulumi writes it. */
export function signOf({ kind }: Pick<Change, "kind">): string {
  return signs[kind];
}

/**
 * The changes in the engine's events, sorted by name: the engine's order differs from run to run, and a comment on a pull
 * request must not. A failed step has no such event.
 */
export function changesOf(events: readonly EngineEvent[]): Changes {
  const done = steps(events);
  const changes = done.flatMap((step) => asChange(step, kinds[step.op]));
  const same = new Set(done.filter(({ op }) => op === "same").map(({ urn }) => urn));
  return { changes: changes.sort(byName), unchanged: same.size };
}

/**
 * The same for all events of a preview or an `up`. A replacement that deleted a resource and did not create it again is
 * a deletion.
 */
export function allChangesOf(events: readonly EngineEvent[]): Changes {
  const changes = changeSteps(events).map(({ change }) => change);
  return { ...changesOf(events), changes: changes.sort(byName) };
}

/**
 * The changes that a preview planned and the `up` after it did not make, sorted by name. They include a replacement that
 * only deleted. They do not include a run that was started, and a failed creation that the server has.
 */
export function notDone(preview: readonly EngineEvent[], up: readonly EngineEvent[]): readonly Change[] {
  const done = new Map(changeSteps(up).map(({ urn, change }) => [urn, change.kind]));
  const begun = halfMade(up);
  const left = changeSteps(preview).filter(({ urn, change: { kind } }) => {
    const did = done.get(urn);
    const isHalf = kind === "replace" && did === "delete";
    return (did === undefined || isHalf) && !begun.has(urn);
  });
  return left.map(({ change }) => change).sort(byName);
}

/** Whether an `up` changed something, or began to. Reads and unchanged resources do not count. */
export function mayHaveChanged(up: readonly EngineEvent[]): boolean {
  const begun = up.flatMap(({ resourcePreEvent, resOutputsEvent, resOpFailedEvent }) =>
    [resourcePreEvent, resOutputsEvent, resOpFailedEvent].flatMap((event) => event?.metadata ?? []),
  );
  return begun.some((step) => effects.has(step.op) && isOfProgram(step));
}

/** The runs that were started, those that failed among them. */
export function startedRuns(events: readonly EngineEvent[]): readonly StartedRun[] {
  const failed = events.flatMap((event) => event.resOpFailedEvent?.metadata ?? []);
  const runs = [...steps(events).filter(({ op }) => kinds[op] !== undefined), ...failed];
  return runs.flatMap((step) => {
    const { name } = named(step);
    const { runId, status, appUrl } = (step.new?.outputs ?? {}) as Properties;
    if (kindOf(step.type) !== "WorkflowRun" || typeof runId !== "string" || typeof status !== "string")
      return [];
    return [{ name, runId, status, ...(typeof appUrl === "string" ? { appUrl } : {}) }];
  });
}

/** What was done to resources of programs: not to the stack itself, nor to providers that Pulumi makes. */
export function steps(events: readonly EngineEvent[]): readonly StepEventMetadata[] {
  const done = events.flatMap((event) => event.resOutputsEvent?.metadata ?? []);
  // The engine reports a component twice: when it is registered, and when its outputs are.
  const once = new Map(done.map((step) => [`${step.op} ${step.urn}`, step]));
  return [...once.values()].filter(isOfProgram);
}

function isOfProgram({ type, urn }: StepEventMetadata): boolean {
  if (type === "pulumi:pulumi:Stack") return false;
  return !(type.startsWith("pulumi:providers:") && nameOf(urn).startsWith("default"));
}

/** The changes of {@link allChangesOf}, each with its resource. */
function changeSteps(events: readonly EngineEvent[]): readonly { urn: string; change: Change }[] {
  const done = steps(events);
  const isThere = ({ op }: StepEventMetadata): boolean => lasting.has(op) || op.endsWith("-replacement");
  const there = new Set([...done.filter(isThere).map(({ urn }) => urn), ...halfMade(events)]);
  return done.flatMap((step) => {
    const isGone = step.op === "delete-replaced" && !there.has(step.urn);
    const changes = asChange(step, isGone ? "delete" : kinds[step.op]);
    return changes.map((change) => ({ urn: step.urn, change }));
  });
}

/** Failed creations that exist on the server, because it gave an id: such as a run that ended as failed. */
function halfMade(events: readonly EngineEvent[]): ReadonlySet<string> {
  const failed = events.flatMap(({ resOpFailedEvent }) => resOpFailedEvent?.metadata ?? []);
  const isMade = ({ op, new: made }: StepEventMetadata): boolean =>
    op.startsWith("create") && (made?.id ?? "") !== "";
  return new Set(failed.filter(isMade).map(({ urn }) => urn));
}

function asChange(step: StepEventMetadata, kind: Change["kind"] | undefined): readonly Change[] {
  if (kind === undefined) return [];
  const former = nameOf(step.old?.urn ?? step.urn);
  const about = named(step);
  const id = serverId(step);
  const differences = differencesOf(step, kind);
  const isPausedByHand = (step.old?.outputs as Properties | undefined)?.pausedByHand === true;
  const resumes = kind !== "delete" && differences.some(({ property }) => property === "enabled");
  return [
    {
      kind,
      ...about,
      ...(id === "" ? {} : { id }),
      differences,
      ...(former === about.name ? {} : { formerName: former }),
      ...(isPausedByHand && resumes ? { byHand: ["enabled"] } : {}),
    },
  ];
}

function byName(one: Change, other: Change): number {
  return one.name < other.name ? -1 : 1;
}

/** The resource's name, and the last part of its type. */
export function named({ urn, type }: { readonly urn: string; readonly type: string }): {
  readonly name: string;
  readonly type: string;
} {
  return { name: nameOf(urn), type: type.slice(type.lastIndexOf(":") + 1) };
}

/** The id of a resource that exists, such as `wfs_1`: that of a schedule in state begins with its workflow. */
export function serverId({ old }: StepEventMetadata): string {
  return (old?.id ?? "").split("/").at(-1) ?? "";
}

/** The last part of a URN: a name may hold `::` itself. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/**
 * The inputs of both sides. If one side leaves an input out, its output stands in.
 */
export function askedFor({ type, old, new: wanted }: StepEventMetadata): {
  readonly before: Properties;
  readonly after: Properties;
} {
  const keys = [...new Set([...Object.keys(old?.inputs ?? {}), ...Object.keys(wanted?.inputs ?? {})])];
  const side = (state: typeof old): Properties => {
    if (state === undefined || state === null) return {};
    const given = keys.map((key) => [key, state.inputs?.[key] ?? state.outputs?.[key]] as const);
    // One setting of a provider may have two keys, of which each side has one.
    return visible(type, Object.fromEntries(given.filter(([, value]) => value !== undefined)));
  };
  return { before: side(old), after: side(wanted) };
}

/**
 * Whether a program that gives these inputs leaves a property as it is on the server: `enabled` of a schedule, and the
 * first fire time of an interval.
 */
export function isLeftToServer(type: string, property: string, inputs: Properties): boolean {
  if (kindOf(type) !== "WorkflowSchedule") return false;
  if (property === "enabled") return inputs.enabled === undefined;
  const { intervalSeconds, firstFireAt } = inputs;
  return property === "firstFireAt" && intervalSeconds !== undefined && firstFireAt === undefined;
}

/** Whether a provider stores its settings under other names, because the stack changed to the plugin or back. */
function hasRenamedSettings({ type, old, new: wanted }: StepEventMetadata): boolean {
  const hasLongNames = (inputs: Properties = {}) =>
    Object.keys(inputs).some((key) => key.startsWith("skyvern:"));
  return providerTypes.includes(type) && hasLongNames(old?.inputs) !== hasLongNames(wanted?.inputs);
}

function differencesOf(step: StepEventMetadata, kind: Change["kind"]): readonly Difference[] {
  const { before, after } = askedFor(step);
  if (kind === "create") return differences({}, after);
  if (kind === "delete") return differences(before, {});
  // It differs in any case. Whether a secret setting changes too is not to be seen.
  if (hasRenamedSettings(step)) return differences(before, after);
  const wanted = (step.new?.inputs ?? {}) as Properties;
  return differencesOrSecret(before, after, reportedPaths(step)).filter(
    ({ property }) => !isLeftToServer(step.type, property, wanted),
  );
}
