import { editDistance } from "../../nearest";
import { meantZones } from "./meant-zones";
import { TIMEZONE_NAMES } from "./timezone-names";

/**
 * The IANA name that `name` probably means: it may have other case or blanks, or be a city, an abbreviation, a Windows
 * name or a typo. Undefined rather than a zone that is hours away, where a schedule fires at another time.
 */
export function nearestTimezone(name: string): string | undefined {
  const wanted = name
    .replace(/^(?:posix|right)\//, "")
    .trim()
    .replace(/[\s_]+/g, "_")
    .toLowerCase();
  if (wanted.length > 64) return undefined;
  const names = [...TIMEZONE_NAMES];
  const isCity = (known: string) => known.toLowerCase().endsWith(`/${wanted}`);
  const meant = (text: string) => {
    const spoken = text.replaceAll("_", " ");
    return meantZones.get(spoken) ?? meantZones.get(standardName(spoken));
  };
  return (
    names.find((known) => known.toLowerCase() === wanted) ??
    meant(wanted) ??
    names.find(isCity) ??
    meant(wanted.slice(wanted.lastIndexOf("/") + 1)) ??
    closest(names, wanted)
  );
}

/** Windows' name for the whole year, for its name in summer, and for Rails' name. */
function standardName(text: string): string {
  return text.replace(/^(.+?)(?: daylight| summer)? time(?: \((?:us & )?canada\))?$/, "$1 standard time");
}

/**
 * The only name with the fewest changed letters, and at most a quarter of each word changed. Compared as a whole,
 * Asia/Dili is near to Asia/Delhi, but hours away.
 */
function closest(names: readonly string[], wanted: string): string | undefined {
  const changes = names.map((name) => changesBetween(name.toLowerCase(), wanted));
  const fewest = Math.min(...changes);
  const best = names.filter((_, index) => changes[index] === fewest);
  return best.length === 1 ? best[0] : undefined;
}

function changesBetween(known: string, wanted: string): number {
  const words = wanted.split(/[/_]/);
  const itsWords = known.split(/[/_]/);
  if (words.length !== itsWords.length) return Number.POSITIVE_INFINITY;
  return words.reduce((sum, word, index) => {
    const other = itsWords[index] ?? "";
    if (word === other) return sum;
    const most = Math.floor(word.length / 4);
    const changes =
      Math.abs(word.length - other.length) > most ? Number.POSITIVE_INFINITY : editDistance(other, word);
    return changes > most ? Number.POSITIVE_INFINITY : sum + changes;
  }, 0);
}
