import { resolve } from "node:path";
import type { Seed, SeedSchedule } from "../../sandbox/local/seed";
import type { MergedEnvironment } from "../../schedule-file/resolve/merge";
import type { ResolvedEnvironment } from "../../schedule-file/resolve/resolve-environment";
import type { SetSchedule } from "../../schedule-file/resolve/resolved-schedule";
import type { WorkflowReference } from "../../schedule-file/schedule-file";
import { readEnvironments } from "../schedules/file-schedules";
import { SeedParameters } from "./seed-parameters";

/** What a schedule file needs in a sandbox. */
export interface FileSeed {
  readonly seed: Seed;
  /** What was left out, and why. */
  readonly notes: readonly string[];
}

/**
 * The workflows that a schedule file names in any environment, with the parameters that its schedules give them, and
 * the schedules of one environment if it is given.
 *
 * @throws CommandFailure if the file cannot be read, or has errors
 */
export function seedOfFile(
  file: string,
  { cwd, environment }: { readonly cwd: string; readonly environment?: string },
): FileSeed {
  const { findWorkflow } =
    require("../../schedule-file/resolve/merge") as typeof import("../../schedule-file/resolve/merge");
  const path = cwd === "." ? file : resolve(cwd, file);
  const { environments } = readEnvironments(path, undefined);
  // Names the environment that the file does not have.
  if (environment !== undefined && environments.every(({ name }) => name !== environment))
    readEnvironments(path, [environment]);
  const seed = new SeedBuilder();
  for (const { name, merged, resolved } of environments) {
    for (const [workflow, { reference }] of merged.workflows) seed.add(workflow, reference);
    for (const { values } of merged.schedules) {
      const used = findWorkflow(values.workflow ?? "", merged.workflows);
      if (used !== undefined) seed.add(values.workflow ?? "", used.reference)?.add(values.parameters ?? {});
    }
    if (name === environment) seed.addSchedules(merged, resolved);
  }
  return seed.built();
}

interface FoundWorkflow {
  readonly id?: string;
  readonly name: string;
  readonly parameters: SeedParameters;
}

/** Collects the workflows of all environments, each once. */
class SeedBuilder {
  readonly #found = new Map<string, FoundWorkflow>();
  readonly #schedules: { readonly schedule: SetSchedule; readonly isHeld: boolean }[] = [];
  readonly #notes = new Set<string>();

  /** Adds a workflow unless it is known. Returns its parameters. */
  add(name: string, reference: WorkflowReference): SeedParameters | undefined {
    const key = keyOf(reference);
    if (key.includes("${")) {
      this.#notes.add(
        `The workflow "${name}" was left out: its ${"id" in reference ? "id" : "title"} has a reference, whose value only a stack knows.`,
      );
      return undefined;
    }
    const known = this.#found.get(key);
    if (known !== undefined) return known.parameters;
    const found = {
      ...("id" in reference ? { id: reference.id, name } : { name: reference.title }),
      parameters: new SeedParameters(),
    };
    this.#found.set(key, found);
    return found.parameters;
  }

  /** Adds the schedules of one environment. */
  addSchedules({ schedules: merged }: MergedEnvironment, { schedules, paused }: ResolvedEnvironment): void {
    for (const schedule of schedules)
      this.#schedules.push({ schedule, isHeld: paused !== undefined && schedule.runAt === undefined });
    const known = new Set(schedules.map(({ key }) => key));
    for (const { key } of merged.filter((one) => !known.has(one.key)))
      this.#notes.add(
        `"${key}" was left out: its times, timezone or name have a reference, whose value only a stack knows.`,
      );
  }

  built(): FileSeed {
    const found = [...this.#found.values()];
    const titles = new Set(found.filter(({ id }) => id === undefined).map(({ name }) => name));
    const keys = [...this.#found.keys()];
    const workflows = found.map(({ id, name, parameters }) => ({
      ...(id === undefined ? {} : { id }),
      // Titles are unique, because a file can ask for a workflow by its title.
      title: id !== undefined && titles.has(name) ? `${name} (${id})` : name,
      parameters: parameters.declared(),
    }));
    const schedules = this.#schedules.flatMap(({ schedule, isHeld }): readonly SeedSchedule[] => {
      const workflow = keys.indexOf(keyOf(schedule.reference));
      return workflow === -1 ? [] : [{ key: schedule.key, workflow, body: bodyOf(schedule, isHeld) }];
    });
    const credentialIds = [...new Set(found.flatMap(({ parameters }) => parameters.credentialIds()))];
    return { seed: { workflows, credentialIds, schedules }, notes: [...this.#notes] };
  }
}

function keyOf(reference: WorkflowReference): string {
  return "id" in reference ? `id ${reference.id}` : `title ${reference.title}`;
}

/** The request that creates a schedule. References in parameters stay as they are. */
function bodyOf(schedule: SetSchedule, isHeld: boolean): object {
  const { name, description, cronExpression, intervalSeconds, firstFireAt, runAt, timezone } = schedule;
  return {
    name: name === "" ? null : name,
    description: description ?? null,
    cron_expression: cronExpression ?? null,
    interval_seconds: intervalSeconds ?? null,
    first_fire_at: firstFireAt ?? null,
    run_at: runAt ?? null,
    timezone,
    // A one-time schedule cannot be paused.
    enabled: runAt !== undefined || (schedule.enabled && !isHeld),
    parameters: schedule.parameters ?? null,
  };
}
