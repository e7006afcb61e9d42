import { editDistance } from "../../nearest";
import { TIMEZONE_NAMES } from "./timezone-names";

/** Abbreviations that people write for a zone, and are none (or stand for several: the best known is meant). */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  PST: "America/Los_Angeles",
  PDT: "America/Los_Angeles",
  PT: "America/Los_Angeles",
  MDT: "America/Denver",
  MT: "America/Denver",
  CST: "America/Chicago",
  CDT: "America/Chicago",
  CT: "America/Chicago",
  EDT: "America/New_York",
  ET: "America/New_York",
  AKST: "America/Anchorage",
  AKDT: "America/Anchorage",
  BRT: "America/Sao_Paulo",
  BST: "Europe/London",
  IST: "Asia/Kolkata",
  CEST: "Europe/Berlin",
  EEST: "Europe/Helsinki",
  WEST: "Europe/Lisbon",
  MSK: "Europe/Moscow",
  SGT: "Asia/Singapore",
  HKT: "Asia/Hong_Kong",
  JST: "Asia/Tokyo",
  KST: "Asia/Seoul",
  AEST: "Australia/Sydney",
  AEDT: "Australia/Sydney",
  NZST: "Pacific/Auckland",
  NZDT: "Pacific/Auckland",
  Z: "UTC",
};

/** The IANA name that `name` was probably meant to be: other case or blanks, a city alone, an abbreviation, a slip. */
export function nearestTimezone(name: string): string | undefined {
  const plain = name
    .replace(/^(?:posix|right)\//, "")
    .trim()
    .replace(/[\s_]+/g, "_");
  const wanted = plain.toLowerCase();
  if (wanted === "" || plain.length > 64) return undefined;
  const names = [...TIMEZONE_NAMES];
  const isCity = (known: string) => known.toLowerCase().endsWith(`/${wanted}`);
  return (
    names.find((known) => known.toLowerCase() === wanted) ??
    ABBREVIATIONS[plain.toUpperCase()] ??
    names.find(isCity) ??
    closest(names, wanted)
  );
}

/** The name that the fewest changed letters make of `wanted`, when these are at most a quarter of it. */
function closest(names: readonly string[], wanted: string): string | undefined {
  let best: string | undefined;
  let fewest = Math.floor(wanted.length / 4) + 1;
  for (const name of names) {
    const changes =
      Math.abs(name.length - wanted.length) < fewest ? editDistance(name.toLowerCase(), wanted) : fewest;
    if (changes < fewest) {
      best = name;
      fewest = changes;
    }
  }
  return best;
}
