import { intervalProblem } from "../interval";
import { readCronExpression } from "./expression";

/**
 * Everything that can be said about a cron expression without a server: it can be read, it fires on some date,
 * and never twice within Skyvern's minimum of 5 minutes. Needs neither a clock nor the network.
 *
 * @returns the expression as it is sent (blanks normalised), or one sentence that says what is wrong.
 */
export function checkCron(text: string): { readonly text: string } | { readonly problem: string } {
  const reading = readCronExpression(text);
  if ("problem" in reading) return reading;
  const problem = intervalProblem(reading.expression);
  return problem === undefined ? { text: reading.expression.text } : { problem };
}
