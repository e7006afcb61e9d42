import { SkyvernError } from "../errors";
import { readCronExpression } from "./cron/expression";
import { gaps, lengthOf, shortestDistanceOfDays } from "./gaps";

/**
 * The shortest time between two consecutive fire times of a cron expression, in minutes. It holds for every date, and
 * needs neither a clock nor the network. Times are those of the clock on the wall: changes to and from daylight saving
 * are not considered. Skyvern's minimum of 5 minutes is not checked.
 *
 * @example
 * import { shortestInterval } from "pulumi-skyvern";
 *
 * shortestInterval("0,30 9-17 * * *"); // 30
 * shortestInterval("0 2 * * *"); // 1440, a day
 * shortestInterval("0 0 1 * *"); // 40320, the 28 days of February
 *
 * @param cronExpression five fields; docs/cron.md says which are valid
 * @throws SkyvernError of kind `invalid` if the expression cannot be read, or never fires.
 */
export function shortestInterval(cronExpression: string): number {
  const reading = readCronExpression(cronExpression);
  const refuse = (problem: string): SkyvernError =>
    new SkyvernError("invalid", `Cannot compute how often "${cronExpression}" fires: ${problem}.`);
  if ("problem" in reading) throw refuse(reading.problem);
  if (shortestDistanceOfDays(reading.expression) === undefined) throw refuse("its days never come");
  return Math.min(...gaps(reading.expression).map(lengthOf));
}
