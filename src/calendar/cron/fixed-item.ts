import { type CronField, DAY_OF_WEEK } from "./fields";

const HASHED = /^[HR](?:\((\d+)-(\d+)\))?(?:\/(\d+))?$/i;

/** A fixed item for `H`, `H(0-29)`, `H/15` of Jenkins, and for `R` of croniter; undefined for any other item. */
export function fixedItem(field: CronField, item: string): string | undefined {
  const match = HASHED.exec(item);
  if (match === null) return undefined;
  const [, from, to, step] = match;
  const low = Number(from ?? field.min);
  const high = Number(to ?? (field === DAY_OF_WEEK ? 6 : field.max));
  // Jenkins refuses a backward range. Only its first value is certainly in it.
  if (low > high) return step === undefined ? String(low) : item;
  const size = step === undefined ? high - low + 1 : Number(step);
  const start = low + Math.min(7, Math.floor(size / 2));
  return step === undefined ? String(start) : `${start}-${high}/${step}`;
}
