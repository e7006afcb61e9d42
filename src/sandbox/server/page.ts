import { invalidRequest, type ValidationFailure } from "./api-error";

/** The part of a list that `page` and `page_size` select. */
export interface Page {
  readonly page: number;
  readonly pageSize: number;
  /** Index of the first entry. */
  readonly start: number;
  /** Index after the last entry. */
  readonly end: number;
}

/** Reads `page` (default 1) and `page_size` (default 10). Throws the server's 422 for values out of range. */
export function readPage(
  query: URLSearchParams,
  largest: { readonly page?: number; readonly pageSize?: number },
  ...others: ValidationFailure[]
): Page {
  const failures: ValidationFailure[] = [];
  const page = readCount(query, "page", 1, largest.page ?? Number.MAX_SAFE_INTEGER, failures);
  const pageSize = readCount(query, "page_size", 10, largest.pageSize ?? Number.MAX_SAFE_INTEGER, failures);
  failures.push(...others);
  if (failures.length > 0) throw invalidRequest(...failures);
  return { page, pageSize, start: (page - 1) * pageSize, end: page * pageSize };
}

function readCount(
  query: URLSearchParams,
  key: string,
  fallback: number,
  largest: number,
  failures: ValidationFailure[],
): number {
  const input = query.get(key);
  if (input === null) return fallback;
  const should = "Input should be";
  const loc = ["query", key];
  const count = Number(input);
  if (!/^[+-]?\d+$/.test(input)) {
    const msg = `${should} a valid integer, unable to parse string as an integer`;
    failures.push({ type: "int_parsing", loc, msg, input });
  } else if (count < 1) {
    const msg = `${should} greater than or equal to 1`;
    failures.push({ type: "greater_than_equal", loc, msg, input, ctx: { ge: 1 } });
  } else if (count > largest) {
    const msg = `${should} less than or equal to ${largest}`;
    failures.push({ type: "less_than_equal", loc, msg, input, ctx: { le: largest } });
  }
  return count;
}
