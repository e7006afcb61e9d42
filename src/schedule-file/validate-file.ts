import { type Finding, inOrder } from "./finding";
import { type AccountFacts, type KnownWarnings, lintSchedules } from "./lint/lint";
import { readScheduleFile, type ScheduleSource } from "./read/read-schedule-file";
import { type ResolvedEnvironment, resolveEnvironment } from "./resolve/resolve-environment";

export interface Validation {
  /** Errors and warnings, in the order of the file. */
  readonly findings: readonly Finding[];
  /** The environments that were checked. */
  readonly environments: readonly string[];
  /** How many schedules the file has. */
  readonly schedules: number;
}

interface ValidationOptions {
  /** @default all that the file names */
  readonly environments?: readonly string[] | undefined;
  readonly now?: Date;
}

/** {@link validateSource} of a file. @throws SkyvernError `configuration` if the file cannot be opened */
export function validateFile(file: string, options: ValidationOptions = {}): Validation {
  return validateSource(readScheduleFile(file), options);
}

/**
 * Checks a schedule file without an account and without a stack's configuration.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export function validateSource(
  source: ScheduleSource,
  { environments, now = new Date() }: ValidationOptions,
): Validation {
  const names = environments ?? Object.keys(source.content?.environments ?? {});
  const known: KnownWarnings = new Map();
  const found = names.flatMap((environment) => {
    const resolved = resolveEnvironment(source, environment);
    return [...resolved.findings, ...lintFindings(source, resolved, environment, now, undefined, known)];
  });
  const findings = withoutRepeats(names.length === 0 ? source.findings : found);
  return {
    findings: inOrder(findings),
    environments: names,
    schedules: Object.keys(source.content?.schedules ?? {}).length,
  };
}

/** The lint rules compare schedules with each other. That takes minutes for more schedules than this. */
const mostLinted = 2000;

/** The warnings of the lint rules for one environment. It has none if there are errors or more than 2000 schedules. */
export function lintFindings(
  { placeOf }: ScheduleSource,
  { findings, schedules }: ResolvedEnvironment,
  environment: string,
  now: Date,
  facts?: AccountFacts,
  known?: KnownWarnings,
): readonly Finding[] {
  if (findings.length > 0 || schedules.length > mostLinted) return [];
  return lintSchedules(schedules, now, facts, known).map(({ rule, message, keys: [schedule] }) => ({
    severity: "warning",
    rule,
    message,
    place: placeOf(["schedules", schedule], "key"),
    schedule,
    environment,
  }));
}

/**
 * Reports a finding that several environments share once, for the file.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export function withoutRepeats(all: readonly Finding[]): Finding[] {
  const once = new Map<string, Finding>();
  for (const finding of all) {
    const { severity, rule, message, place, schedule } = finding;
    const { file, line, column, path } = place;
    const text = [severity, rule, message, file, line, column, path, schedule].join("\0");
    once.set(text, once.has(text) ? withoutEnvironment(finding) : finding);
  }
  return [...once.values()];
}

function withoutEnvironment({ environment: _, ...ofFile }: Finding): Finding {
  return ofFile;
}
