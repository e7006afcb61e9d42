import { type CronField, DAY_OF_MONTH, DAY_OF_WEEK, numberOf } from "./fields";

/** Says that `token` is a number, or a name, beyond what the field takes. */
export function outOfRange(field: CronField, token: string): string {
  return `${field.name} ${quote(token)} is out of range: it takes ${allowed(field)}`;
}

/** Says why one item of a field's list cannot be read, and how to write what was probably meant. */
export function itemProblem(field: CronField, item: string): string {
  const where = `${field.name} ${quote(item)}`;
  if (item === "")
    return `${field.name} has an empty item: a comma stands between two values, and nowhere else`;
  if (item.includes("?"))
    return `${where}: "?" can only stand alone, and only in day of month or day of week; write "*"`;
  if (field === DAY_OF_MONTH && /^(?:LW|WL|\d+W|W\d+)$/i.test(item))
    return `${where}: Skyvern knows no nearest weekday (W); write a day of the month, "L" for its last day, or weekdays in day of week`;
  if (field === DAY_OF_WEEK) {
    const day = /^(.+)L$/i.exec(item)?.[1];
    const weekday = day === undefined ? undefined : numberOf(field, day);
    if (weekday !== undefined && weekday <= field.max)
      return `${where}: the last such weekday of a month is written "L${weekday}"`;
    const named = /^L([a-z]{3})$/i.exec(item)?.[1];
    const last = named === undefined ? undefined : numberOf(field, named);
    if (last !== undefined) return `${where}: the last such weekday of a month is written "L${last}"`;
    if (/^L$/i.test(item))
      return `${where}: write the weekday too, such as "L5" for the last Friday of the month`;
    if (/^\d+-\d+#\d+$/.test(item)) return `${where}: write each weekday on its own, such as "1#2,2#2"`;
  }
  const name = field.names.find((known) => known === item.slice(0, 3).toUpperCase());
  if (name !== undefined && /^[a-z]{4,}$/i.test(item))
    return `${where}: names have three letters; write "${name}"`;
  if (/^\*-|-\*|\/\*/.test(item)) return `${where}: a star cannot be part of a range or a step`;
  if (/^-?\d+\.\d+$/.test(item)) return `${where}: only whole numbers`;
  if (/^-/.test(item)) return `${where}: negative numbers do not exist here; it takes ${allowed(field)}`;
  if (/\/$/.test(item)) return `${where}: a number must follow the slash`;
  return `${where} cannot be read: it takes ${allowed(field)}, "*", ranges "a-b", steps "*/n" or "a-b/n", and lists of them with commas and no blanks`;
}

/** Says that a range runs backwards, and writes the whole field so that it does not. */
export function wrapAroundProblem(field: CronField, item: string, text: string): string {
  const rewritten = text
    .split(",")
    .map((other) => (other === item ? unwrapped(field, item) : other))
    .join(",");
  return `${field.name} ${quote(item)} runs backwards, which Skyvern refuses; write "${rewritten}"`;
}

/** `22-2` as `22-23,0-2`; with a step, the values themselves. */
function unwrapped(field: CronField, item: string): string {
  const [, from = "", to = "", step, nth] = /^(\w+)-(\w+?)(?:\/(\d+)|#(\d+))?$/.exec(item) ?? [];
  const low = numberOf(field, from) ?? field.min;
  const high = numberOf(field, to) ?? field.max;
  const size = field === DAY_OF_WEEK ? 7 : field.max - field.min + 1;
  if (step !== undefined || nth !== undefined) {
    const values: number[] = [];
    for (let value = low; value <= high + size; value += Number(step ?? 1))
      values.push(((value - field.min) % size) + field.min);
    return values.map((value) => (nth === undefined ? value : `${field.names[value]}#${nth}`)).join(",");
  }
  const named = field.names.length > 0 && !/\d/.test(item);
  const show = (value: number) => (named ? (field.names[value - field.min] ?? value) : value);
  const range = (first: number, last: number) =>
    first >= last ? `${show(first)}` : `${show(first)}-${show(last)}`;
  return `${range(low, field.min + size - 1)},${range(field.min, high)}`;
}

function allowed(field: CronField): string {
  const first = field.names[0];
  const names = first === undefined ? "" : ` or ${first} to ${field.names[field.names.length - 1]}`;
  const sunday = field === DAY_OF_WEEK ? " (0 and 7 are Sunday)" : "";
  return `${field.min} to ${field.max}${names}${sunday}`;
}

/** User text in a message: quoted, control characters escaped, never long. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
