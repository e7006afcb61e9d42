import { unevenSteps } from "../../calendar/uneven-steps";
import { fixedZoneProblem } from "../../calendar/zone/fixed-zone";
import type { CronSubject, LintWarning } from "./subject";
import { listedUpTo, quoted } from "./words";

const MOST_NAMES = 3;

/**
 * Steps whose real gaps are different, and timezones without daylight saving. Each expression and each timezone gets
 * one warning, on the first schedule that has it. Disabled schedules count as well.
 */
export function lintMeaning(subjects: readonly CronSubject[]): readonly LintWarning[] {
  return [
    ...onceEach("uneven-step", subjects, ({ expression }) => unevenSteps(expression)),
    ...onceEach("fixed-zone", subjects, ({ timezone }) => fixedZoneProblem(timezone)),
  ];
}

function onceEach(
  rule: string,
  subjects: readonly CronSubject[],
  problemOf: (subject: CronSubject) => string | undefined,
): readonly LintWarning[] {
  const keysOf = new Map<string, [string, ...string[]]>();
  for (const subject of subjects) {
    const problem = problemOf(subject);
    if (problem === undefined) continue;
    const keys = keysOf.get(problem);
    if (keys === undefined) keysOf.set(problem, [subject.key]);
    else keys.push(subject.key);
  }
  return [...keysOf].map(([problem, keys]) => {
    const others = listedUpTo(MOST_NAMES, keys.slice(1).map(quoted));
    return { rule, message: others === "" ? problem : `${problem}; the same holds for ${others}`, keys };
  });
}
