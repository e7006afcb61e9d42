import { formatInstant } from "../../calendar/instant";

const MINUTE = 60_000;

/**
 * `2027-03-28T03:30:00+02:00`.
 *
 * @param offset what the clock is ahead of UTC, in milliseconds
 */
export function localTime(instant: number, offset: number): string {
  const minutes = Math.abs(Math.round(offset / MINUTE));
  const two = (number: number): string => String(number).padStart(2, "0");
  const sign = offset < 0 ? "-" : "+";
  const wall = formatInstant(instant + offset).slice(0, -1);
  return `${wall}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
