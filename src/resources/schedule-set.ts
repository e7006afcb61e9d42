import * as pulumi from "@pulumi/pulumi";
import { timesOf } from "../calendar/times-of";
import { nearest, unknownKeys } from "../nearest";
import { type Finding, findingText, inOrder } from "../schedule-file/finding";
import type { ScheduleSource } from "../schedule-file/read/read-schedule-file";
import type { ResolvedEnvironment } from "../schedule-file/resolve/resolve-environment";
import type { ResolvedSchedule, SetSchedule } from "../schedule-file/resolve/resolved-schedule";
import type { ScheduleFile } from "../schedule-file/schedule-file";
import { resourceType } from "./door";
import type { LookupOptions } from "./lookup-options";
import { isSkyvernProvider } from "./provider";
import { runError } from "./run-error";
import { accountWarnings, workflowIds } from "./set-account";
import { stackValues } from "./stack-values";
import { WorkflowSchedule } from "./workflow-schedule";

/**
 * The inputs of a {@link ScheduleSet}.
 *
 * @example
 * import * as pulumi from "@pulumi/pulumi";
 * import { Provider, type ScheduleSetArgs } from "pulumi-skyvern";
 *
 * export const args: ScheduleSetArgs = {
 *   file: "schedules.yaml",
 *   environment: pulumi.getStack(),
 *   providers: { staging: new Provider("staging", { apiKeyEnv: "SKYVERN_API_KEY_STAGING" }) },
 *   environmentVariables: ["OWNER"],
 * };
 */
export interface ScheduleSetArgs {
  /**
   * The path of a YAML or JSON file, relative to the folder of Pulumi.yaml, or of its `main`. Either this or
   * `content`.
   */
  readonly file?: string;
  /** The content of such a file, as an object. Either this or `file`. */
  readonly content?: ScheduleFile;
  /** An environment of the file: the one that this stack deploys, often `pulumi.getStack()`. */
  readonly environment: string;
  /** The accounts to which `provider` of an environment refers, by name. @default none */
  readonly providers?: Readonly<Record<string, pulumi.ProviderResource>>;
  /**
   * The environment variables to which the file may refer as `${env:NAME}`, such as `["OWNER"]`. State and previews
   * show their values in clear text, so a name that looks like that of a secret is refused. @default none
   */
  readonly environmentVariables?: readonly string[];
}

/**
 * A schedule of a set as this environment has it, with the id of its workflow.
 *
 * @example
 * import { ScheduleSet, type SetScheduleResult } from "pulumi-skyvern";
 *
 * const label = ({ name, cronExpression }: SetScheduleResult): string => `${name}: ${cronExpression}`;
 * const set = new ScheduleSet("jobs", { file: "schedules.yaml", environment: "prod" });
 * export const labels = set.resolved.apply((schedules) => Object.values(schedules).map(label));
 */
export interface SetScheduleResult extends ResolvedSchedule {
  /** `wpid_…`. */
  readonly workflowId: string;
}

/**
 * The schedules of a file, as one environment has them: a `WorkflowSchedule` for each, named after the set and its
 * key. docs/schedule-file.md has the file's form and rules. Errors of the file are reported together, with their
 * lines, before anything is changed.
 *
 * @throws RunError if the file has errors, or the environment or the provider is unknown
 *
 * @example
 * import * as pulumi from "@pulumi/pulumi";
 * import { ScheduleSet } from "pulumi-skyvern";
 *
 * const jobs = new ScheduleSet("jobs", { file: "schedules.yaml", environment: pulumi.getStack() });
 * export const nextInvoices = jobs.schedules["invoices"]?.nextRuns(3);
 */
export class ScheduleSet extends pulumi.ComponentResource {
  /** The resources, by the keys of the file. */
  readonly schedules: Readonly<Record<string, WorkflowSchedule>>;
  /** The merged settings of each schedule, by key. `enabled` is the value in the file, without a pause. */
  readonly resolved: pulumi.Output<Record<string, SetScheduleResult>>;

  /**
   * @param name the set's name in Pulumi, with which the names of its schedules begin
   * @param args the file and the environment
   * @param options Pulumi's options
   */
  constructor(name: string, args: ScheduleSetArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("skyvern:index:ScheduleSet", name, {}, options);
    const { source, environment } = readSet(name, args);
    const provider = providerOf(this, name, args, environment);
    const lookup: LookupOptions = provider === undefined ? {} : { provider };
    const refuse = (findings: readonly Finding[]): never => fail(name, args.environment, findings);
    const ids = workflowIds(environment.schedules, lookup, source.placeOf, refuse);
    const warnings = accountWarnings(environment, source, args.environment, ids, lookup);

    const isPaused = environment.paused !== undefined;
    const schedules: Record<string, WorkflowSchedule> = {};
    for (const one of environment.schedules) {
      schedules[one.key] = new WorkflowSchedule(
        `${name}-${one.key}`,
        {
          // Waits for the warnings, so that they come before the first write.
          workflowId: pulumi.all([ids, warnings]).apply(([known]) => known[one.key] ?? ""),
          ...timesOf(one),
          name: one.name,
          ...(one.description === undefined ? {} : { description: one.description }),
          ...(one.parameters === undefined ? {} : { parameters: one.parameters }),
          // A one-time schedule cannot be paused.
          ...(one.runAt === undefined ? { enabled: one.enabled && !isPaused } : {}),
          ...(one.adopt === undefined ? {} : { adopt: one.adopt }),
        },
        {
          parent: this,
          ...(provider === undefined ? {} : { provider }),
          ...(one.isProtected ? { protect: true } : {}),
          aliases: one.aliases.flatMap((alias) => formerNames(name, alias)),
        },
      );
    }
    this.schedules = schedules;
    this.resolved = pulumi
      .all([ids, pulumi.output(environment.schedules.map(resultOf))])
      .apply(([known, all]) =>
        Object.fromEntries(all.map(([key, result]) => [key, { ...result, workflowId: known[key] ?? "" }])),
      );
    if (isPaused) {
      const still = unpaused(environment.schedules, args.environment);
      const reason = `"${args.environment}" is paused: ${environment.paused}`;
      void pulumi.log.warn(still === "" ? reason : `${reason.replace(/[.\s]*$/, ".")}${still}`, this);
    }
    this.#show(warnings);
    this.registerOutputs({});
  }

  /**
   * Shows each warning on its schedule or, for some rules, on the set: a plan's limit concerns all schedules, and
   * Pulumi drops the log of a resource whose parameters the provider then refuses.
   */
  #show(warnings: pulumi.Output<readonly Finding[]>): void {
    warnings.apply((all) => {
      for (const finding of all) {
        const isOfSet = finding.rule === "plan-limit" || finding.rule === "parameters";
        const one = isOfSet ? undefined : this.schedules[finding.schedule ?? ""];
        void pulumi.log.warn(spoken(finding), one ?? this);
      }
    });
  }
}

/** The former resource: another key of this set, or a resource of the program. */
function formerNames(set: string, alias: string): readonly pulumi.Alias[] {
  return [{ name: `${set}-${alias}` }, { name: alias, parent: pulumi.rootStackResource }];
}

/** The one-time schedules that fire although the environment is paused. */
function unpaused(schedules: readonly SetSchedule[], environment: string): string {
  const still = schedules.filter(({ runAt }) => runAt !== undefined && Date.parse(runAt) > Date.now());
  if (still.length === 0) return "";
  const shown = still.map(({ key, runAt }) => `"${key}" at ${runAt}`).join(", ");
  return ` Skyvern cannot pause one-time schedules, so these still fire: ${shown}. To stop one, set absent: true for it under the schedules of "${environment}".`;
}

function resultOf(one: SetSchedule): readonly [string, ResolvedSchedule] {
  const { workflow, name, description, parameters, enabled } = one;
  const optional = {
    ...(description === undefined ? {} : { description }),
    ...(parameters === undefined ? {} : { parameters }),
  };
  return [one.key, { workflow, ...timesOf(one), name, enabled, ...optional }];
}

const rules = (): typeof import("../schedule-file/read/read-schedule-file") &
  typeof import("../schedule-file/resolve/resolve-environment") => ({
  // Loaded on demand: a program without a set needs neither a YAML parser nor zod.
  ...(require("../schedule-file/read/read-schedule-file") as typeof import("../schedule-file/read/read-schedule-file")),
  ...(require("../schedule-file/resolve/resolve-environment") as typeof import("../schedule-file/resolve/resolve-environment")),
});

function readSet(name: string, args: ScheduleSetArgs) {
  const owner = `ScheduleSet "${name}"`;
  const known = ["file", "content", "environment", "providers", "environmentVariables"];
  const unknown = unknownKeys(owner, "argument", args ?? {}, known);
  if (unknown.length > 0) throw runError(unknown.join("\n"));
  const { file, content, environment, environmentVariables } = args ?? {};
  // A program in JavaScript, or in another language, can pass anything.
  if (typeof (environment as unknown) !== "string" || environment === "")
    throw runError(`${owner}: environment must be a string, an environment of the file such as "prod".`);
  if (file !== undefined && typeof (file as unknown) !== "string")
    throw runError(`${owner}: file must be a string, the path of a YAML or JSON file.`);
  const { readScheduleFile, readScheduleObject, resolveEnvironment } = rules();
  if (file === undefined && content === undefined)
    throw runError(`ScheduleSet "${name}" has no schedules. Set file or content.`);
  if (file !== undefined && content !== undefined)
    throw runError(`ScheduleSet "${name}" has both file and content. Remove one of them.`);
  const source =
    file === undefined ? readScheduleObject(content) : openFile(name, () => readScheduleFile(file));
  const resolved = resolveEnvironment(source, environment, stackValues(environmentVariables));
  if (resolved.findings.length > 0) fail(name, environment, resolved.findings);
  return { source, environment: resolved };
}

function openFile(name: string, read: () => ScheduleSource): ScheduleSource {
  try {
    return read();
  } catch (error) {
    throw runError(`ScheduleSet "${name}": ${error instanceof Error ? error.message : error}`);
  }
}

/** Reports all errors at once. */
function fail(name: string, environment: string, findings: readonly Finding[]): never {
  const count = findings.length === 1 ? "1 error" : `${findings.length} errors`;
  const lines = inOrder(findings).map((finding) => `  ${spoken(finding)}`);
  throw runError(`ScheduleSet "${name}" has ${count} in environment "${environment}":\n${lines.join("\n")}`);
}

/** The account of the environment: from the file, else from the set's options or parents. */
function providerOf(
  set: pulumi.ComponentResource,
  name: string,
  { providers = {}, environment }: ScheduleSetArgs,
  { provider }: ResolvedEnvironment,
): pulumi.ProviderResource | undefined {
  const own = (given: pulumi.ProviderResource | undefined, which: string) => {
    if (given === undefined || isSkyvernProvider(given)) return given;
    throw runError(`ScheduleSet "${name}": ${which} must be a Provider of pulumi-skyvern.`);
  };
  if (provider === undefined) {
    const given = set.getProvider(resourceType("WorkflowSchedule"));
    return own(given, "the provider in its options or its parents");
  }
  const known = Object.keys(providers).filter((one) => providers[one] !== undefined);
  if (known.includes(provider)) return own(providers[provider], `the provider "${provider}"`);
  const meant = nearest(provider, known);
  const advice =
    meant !== undefined
      ? `Did you mean "${meant}"?`
      : `Its providers: ${known.length === 0 ? "none" : known.join(", ")}.`;
  throw runError(
    `ScheduleSet "${name}": environment "${environment}" has the unknown provider "${provider}". ${advice}`,
  );
}

/** The finding as text, without the environment, which is that of the stack. */
function spoken({ environment: _, ...finding }: Finding): string {
  return findingText(finding);
}
