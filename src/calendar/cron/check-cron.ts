import { intervalProblem } from "../interval";
import { readCronExpression } from "./expression";

/**
 * Checks a cron expression without a server: it can be read, fires on some date, and never twice within Skyvern's minimum
 * of 5 minutes. Needs neither a clock nor the network.
 *
 * @returns the expression as it is sent (blanks normalised), or what is wrong in one sentence.
 */
export function checkCron(text: string): { readonly text: string } | { readonly problem: string } {
  const reading = readCronExpression(text);
  if ("problem" in reading) return reading;
  const problem = intervalProblem(reading.expression);
  return problem === undefined ? { text: reading.expression.text } : { problem };
}
