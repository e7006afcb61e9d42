import { editDistance } from "../../nearest";
import { meantZones } from "./meant-zones";
import { TIMEZONE_NAMES } from "./timezone-names";

/**
 * The IANA name that `name` probably means: as {@link meantTimezone} has it, or a typo. Undefined rather than a zone that
 * is hours away, where a schedule fires at another time.
 */
export function nearestTimezone(name: string): string | undefined {
  return meantTimezone(name) ?? closest(wantedOf(name));
}

/** The IANA name that `name` means if it has other case or blanks, or is a city, a country, an abbreviation or a Windows name. */
export function meantTimezone(name: string): string | undefined {
  const wanted = wantedOf(name);
  // WEST is an abbreviation, West is a direction.
  if (wanted === "west" && /[a-z]/.test(name)) return undefined;
  if (wanted.length > mostLetters) return undefined;
  const meant = (text: string) => {
    const spoken = text.replaceAll("_", " ");
    return meantZones.get(spoken) ?? meantZones.get(standardName(spoken));
  };
  return (
    zones().find(({ known }) => known === wanted)?.name ??
    meant(wanted) ??
    (ambiguous.test(wanted) ? undefined : zones().find(({ known }) => known.endsWith(`/${wanted}`))?.name) ??
    inRegion(wanted, meant)
  );
}

/** What the last word of a name means. The city of another region is another one: America/Birmingham is not in England. */
function inRegion(wanted: string, meant: (text: string) => string | undefined): string | undefined {
  const region = wanted.slice(0, wanted.indexOf("/") + 1).replace(/^us\/$/, "america/");
  const zone = meant(wanted.slice(wanted.lastIndexOf("/") + 1));
  const isElsewhere =
    zones().some(({ known }) => known.startsWith(region)) && !zone?.toLowerCase().startsWith(region);
  return isElsewhere ? undefined : zone;
}

const mostLetters = 64;
/** Ends of IANA names that usually mean another place; and offsets, whose sign POSIX and ISO 8601 read differently. */
const ambiguous =
  /^(east|north|south|west|center|general|samoa|victoria|casey|davis|palmer|cordoba|petersburg|.*[+-]\d+)$/;

function wantedOf(name: string): string {
  return name
    .replace(/^(?:posix|right)\//, "")
    .trim()
    .replace(/[\s_]+/g, "_")
    .toLowerCase();
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
 * Asia/Dili is near to Asia/Delhi, but hours away. So are Poland and Portland: a single word is too little to compare.
 */
function closest(wanted: string): string | undefined {
  if (wanted.length > mostLetters || !wanted.includes("/")) return undefined;
  const words = wordsOf(wanted);
  const changes = zones().map((zone) => changesBetween(zone.words, words));
  const fewest = Math.min(...changes);
  const best = zones().filter((_, index) => changes[index] === fewest);
  return best.length === 1 ? best[0]?.name : undefined;
}

/** The letters in the order of the alphabet, which a swap of two of them does not change. */
const lettersOf = (word: string): string => [...word].sort().join("");

function changesBetween(known: readonly string[], wanted: readonly string[]): number {
  if (known.length !== wanted.length) return Number.POSITIVE_INFINITY;
  let sum = 0;
  for (const [index, word] of wanted.entries()) {
    const other = known[index] ?? "";
    if (word === other) continue;
    const most = Math.floor(word.length / 4);
    const changes = editDistance(other, word, most + 1);
    // Of four letters, another one makes another name: Indian/Male is not Indian/Mahe.
    const isOther = word.length === 4 && other.length === 4 && lettersOf(word) !== lettersOf(other);
    if (changes > most || isOther) return Number.POSITIVE_INFINITY;
    sum += changes;
  }
  return sum;
}
