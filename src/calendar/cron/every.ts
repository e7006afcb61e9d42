import { LONGEST } from "../interval-length";

const MINUTES_OF_DAY = 24 * 60;
const MINUTES_OF_UNIT: Readonly<Record<string, number>> = {
  m: 1,
  h: 60,
  d: MINUTES_OF_DAY,
  w: 7 * MINUTES_OF_DAY,
};

/** The minutes of `rate(5 minutes)`, `every 2 hours`, `@every 1h30m` or `@every 300s`; undefined for anything else. */
export function minutesOfRate(text: string): number | undefined {
  const rate = /^(?:rate\( ?|@?every )(\d+)\s*([mhdw])(?:in|inute|our|ay|eek)?s?\s*\)?$/i.exec(text);
  if (rate !== null) return Number(rate[1]) * (MINUTES_OF_UNIT[String(rate[2]).toLowerCase()] ?? 0);
  // A duration of Go.
  const time = /^@every (?=\d)(?:([\d.]+)h)?(?:([\d.]+)m)?(?:([\d.]+)s)?$/i.exec(text);
  if (time === null) return undefined;
  const [hours, minutes, seconds] = time.slice(1).map((amount) => Number(amount ?? 0));
  const sum = 60 * (hours ?? 0) + (minutes ?? 0) + (seconds ?? 0) / 60;
  return Number.isInteger(sum) ? sum : undefined;
}

const UNITS = [
  [MINUTES_OF_DAY, "day"],
  [60, "hour"],
  [1, "minute"],
] as const;

/** The largest unit of which so many minutes are a whole number. */
function inUnits(minutes: number): readonly [number, (typeof UNITS)[number][1]] {
  const [size, unit] = UNITS.find(([size]) => minutes > 0 && minutes % size === 0) ?? UNITS[2];
  return [minutes / size, unit];
}

/** `90 minutes`, `36 hours` or `minute`, after the word "every". */
export function spokenInterval(minutes: number): string {
  const [amount, unit] = inUnits(minutes);
  return amount === 1 ? unit : `${amount} ${unit}s`;
}

/** How to have a schedule fire every so many minutes if no expression does; 5 minutes or more. */
export function intervalAdvice(minutes: number): string {
  if (60 * minutes > LONGEST) return `Skyvern's longest interval is ${LONGEST} seconds (about 68 years)`;
  const [amount, unit] = inUnits(minutes);
  const interval = `${amount}${unit[0]}`;
  const day = unit === "day" ? "; a day is 24 hours, regardless of daylight saving" : "";
  return `in a schedule file, write every: ${interval} instead of cron; in a program, write interval: "${interval}" instead of cronExpression${day}`;
}

/** The expression that fires every so many minutes, at all times; undefined if no expression does. */
export function cronEvery(minutes: number): string | undefined {
  if (minutes < 60) return 60 % minutes === 0 ? `*/${minutes} * * * *` : undefined;
  if (minutes === 60) return "0 * * * *";
  if (minutes === MINUTES_OF_DAY) return "0 0 * * *";
  if (minutes === 7 * MINUTES_OF_DAY) return "0 0 * * 0";
  return MINUTES_OF_DAY % minutes === 0 && minutes % 60 === 0 ? `0 */${minutes / 60} * * *` : undefined;
}
