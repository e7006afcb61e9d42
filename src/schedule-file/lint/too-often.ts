import { type Gap, gaps, lengthOf } from "../../calendar/gaps";
import type { AccountFacts, LintWarning, ReadSubject } from "./subject";
import { quoted, spokenMinutes, spokenTime } from "./words";

const MINUTE = 60_000;

/** Warns of enabled schedules with two local fire times that are closer together than a run usually takes. */
export function lintTooOften(
  subjects: readonly ReadSubject[],
  { usualMinutes }: AccountFacts,
): readonly LintWarning[] {
  return subjects.flatMap((subject): LintWarning[] => {
    const { key, enabled, workflow } = subject;
    const usual = usualMinutes?.get(workflow);
    if (!enabled || usual === undefined) return [];
    const all = gapsOf(subject);
    const [first, ...others] = all;
    if (first === undefined) return [];
    const smallest = others.reduce((one, next) => (lengthOf(next) < lengthOf(one) ? next : one), first);
    if (lengthOf(smallest) >= usual) return [];
    const isEven = all.every((gap) => lengthOf(gap) === lengthOf(smallest));
    const message =
      `fires ${isEven ? `every ${spokenMinutes(lengthOf(smallest))}` : spokenGap(smallest)}, but a run of ` +
      `${quoted(workflow)} usually takes ${spokenMinutes(usual)}: runs overlap, or are skipped`;
    return [{ rule: "too-often", message, keys: [key] }];
  });
}

/** None for a one-time schedule. */
function gapsOf({ expression, intervalSeconds }: ReadSubject): readonly Gap[] {
  if (expression !== undefined) return gaps(expression);
  return intervalSeconds === undefined ? [] : [{ from: 0, to: Math.floor(intervalSeconds / 60) }];
}

function spokenGap(gap: Gap): string {
  const [first, second] = [spokenTime(gap.from * MINUTE), spokenTime(gap.to * MINUTE)];
  return `at ${first} and ${second}, ${spokenMinutes(lengthOf(gap))} apart`;
}
