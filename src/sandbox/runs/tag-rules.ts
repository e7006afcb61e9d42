import { refusal } from "../server/api-error";
import type { StoredTag } from "../server/store";

/** Keys with these prefixes belong to Skyvern. */
export const reservedTagPrefix = "skyvern.";

/** Values that Skyvern's statistics reserve. */
export const reservedTagValues = ["__untagged__", "__other__"];

const keyShape = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/** The server's objection to a key that is set or deleted, or undefined. */
export function tagKeyProblem(key: string): string | undefined {
  if (!keyShape.test(key)) {
    return "tag keys must match '^[A-Za-z0-9][A-Za-z0-9_.-]*$' (alphanumeric, underscore, dot, hyphen; must start with alphanumeric)";
  }
  if (key.startsWith(reservedTagPrefix)) {
    return `tag keys must not start with the reserved '${reservedTagPrefix}' prefix`;
  }
  return undefined;
}

/** The server's objection to a value, or undefined. */
export function tagValueProblem(value: string): string | undefined {
  if (value.trim() === "") return "tag value is required";
  // A comma separates the terms of the filter.
  return value.includes(",") ? "tag values must not contain ','" : undefined;
}

/** One term of `?tags=`: `label`, `key:*` or `key:value`. */
interface TagTerm {
  readonly key: string | null;
  readonly value: string | null;
}

/**
 * Turns `?tags=`, repeated or comma-separated, into a predicate on a run's tags. For every key, one of its terms
 * must match. A key alone is a label. Throws the server's 400.
 */
export function readTagFilter(query: URLSearchParams): (tags: readonly StoredTag[]) => boolean {
  const sent = query.getAll("tags");
  const terms = sent.join() === "" ? [] : sent.flatMap((one) => one.split(",")).map(readTerm);
  const isMet = (term: TagTerm, tags: readonly StoredTag[]) => tags.some((tag) => fits(tag, term));
  return (tags) =>
    terms.every((term) => terms.some((other) => isSameGroup(other, term) && isMet(other, tags)));
}

function readTerm(text: string): TagTerm {
  const term = text.trim();
  if (term === "") throw refusal(400, "Invalid tag filter; empty term.");
  const [, before, after] = /^([^:]*):(.*)$/s.exec(term) ?? [];
  if (before === undefined || after === undefined) return { key: null, value: term };
  const [key, value] = [before.trim(), after.trim()];
  if (key === "" || value === "") {
    const forms = "'label', 'key:*', or 'key:value'";
    throw refusal(400, `Invalid tag filter '${term}'; expected ${forms}.`);
  }
  return { key, value: value === "*" ? null : value };
}

function isSameGroup(one: TagTerm, other: TagTerm): boolean {
  return one === other || (one.key !== null && one.key === other.key);
}

function fits(tag: StoredTag, { key, value }: TagTerm): boolean {
  return (key === null || tag.key === key) && (value === null || tag.value === value);
}
