import { type CronExpression, readCronExpression } from "../../../src/calendar/cron/expression";

/** What an expression means that must be readable. */
export function accepted(text: string): CronExpression {
  const reading = readCronExpression(text);
  if ("problem" in reading) throw new Error(`${text}: ${reading.problem}`);
  return reading.expression;
}

/** Why an expression cannot be read; empty if it can. */
export function problem(text: string): string {
  const reading = readCronExpression(text);
  return "problem" in reading ? reading.problem : "";
}
