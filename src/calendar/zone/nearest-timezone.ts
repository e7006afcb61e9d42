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
  const meant = (text: string) => {
    const spoken = text.replaceAll("_", " ");
    return meantZones.get(spoken) ?? meantZones.get(standardName(spoken));
  };
  return (
    zones().find(({ known }) => known === wanted)?.name ??
    meant(wanted) ??
    zones().find(({ known }) => known.endsWith(`/${wanted}`))?.name ??
    meant(wanted.slice(wanted.lastIndexOf("/") + 1)) ??
    closest(wanted)
  );
}

interface KnownZone {
  readonly name: string;
  /** In lower case. */
  readonly known: string;
  readonly words: readonly string[];
}

let knownZones: readonly KnownZone[] | undefined;

/** Built at the first use: most processes need no advice. */
function zones(): readonly KnownZone[] {
  knownZones ??= [...TIMEZONE_NAMES].map((name) => {
    const known = name.toLowerCase();
    return { name, known, words: wordsOf(known) };
  });
  return knownZones;
}

function wordsOf(name: string): readonly string[] {
  return name.split(/[/_]/);
}

/** Windows' name for the whole year, for its name in summer, and for Rails' name. */
function standardName(text: string): string {
  return text.replace(/^(.+?)(?: daylight| summer)? time(?: \((?:us & )?canada\))?$/, "$1 standard time");
}

/**
 * The only name with the fewest changed letters, and at most a quarter of each word changed. Compared as a whole,
 * Asia/Dili is near to Asia/Delhi, but hours away.
 */
function closest(wanted: string): string | undefined {
  const words = wordsOf(wanted);
  const changes = zones().map((zone) => changesBetween(zone.words, words));
  const fewest = Math.min(...changes);
  const best = zones().filter((_, index) => changes[index] === fewest);
  return best.length === 1 ? best[0]?.name : undefined;
}

function changesBetween(known: readonly string[], wanted: readonly string[]): number {
  if (known.length !== wanted.length) return Number.POSITIVE_INFINITY;
  let sum = 0;
  for (const [index, word] of wanted.entries()) {
    const other = known[index] ?? "";
    if (word === other) continue;
    const most = Math.floor(word.length / 4);
    const changes = editDistance(other, word, most + 1);
    if (changes > most) return Number.POSITIVE_INFINITY;
    sum += changes;
  }
  return sum;
}
