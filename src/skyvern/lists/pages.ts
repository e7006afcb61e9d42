import { setTimeout as sleep } from "node:timers/promises";
import { SkyvernError } from "../../errors";

/** The `page_size` of every list: the largest that `GET /api/v1/schedules` takes. */
export const largestPage = 100;
/** The `page_size` of a server that gets none. */
const defaultPage = 10;
/** How often a list is read before it counts as incomplete. */
const readings = 5;
/** The pause before each further reading, in milliseconds. */
const pause = 100;

/** One page of a list. */
interface Page<Row> {
  readonly rows: readonly Row[];
  /** The rows of all pages together. Undefined if the server does not count them. */
  readonly total?: number;
}

interface PagedList<Row> {
  /** The rows, in words that follow "Could not list the": `workflows`. */
  readonly rows: string;
  readonly baseUrl: string;
  readonly idOf: (row: Row) => string;
  readonly readPage: (page: number) => Promise<Page<Row>>;
  /** Gets how many of how many are read, after each page. */
  readonly showProgress?: (read: number, total: number) => void;
}

type Reading<Row> = { readonly found: readonly Row[] } | { readonly problem: string };

/**
 * Reads all pages of a list, each row once. Rows move to other pages while others create and delete, so a list that
 * lacks rows is read again, up to five times in a second.
 *
 * @throws SkyvernError, `unexpected-response` if pages repeat, or if the server counts more rows than it sends
 */
export async function readEveryPage<Row>(list: PagedList<Row>): Promise<readonly Row[]> {
  let problem = "";
  for (let reading = 0; reading < readings; reading++) {
    await sleep(reading * pause);
    const result = await readOnce(list);
    if ("found" in result) return result.found;
    problem = result.problem;
  }
  throw incompleteList(`list the ${list.rows}`, `${list.baseUrl} ${problem}`, moving);
}

const gateway =
  "gateway or cache in front of Skyvern probably ignores the query of the URL. Make it pass each request on unchanged and cache no response, then run the command again.";
const moving = `If others create or delete many of them right now, run the command again. Otherwise, a ${gateway}`;

/** The error of a list that shows that something ignores the query of its URL. */
export function incompleteList(operation: string, problem: string, advice = `A ${gateway}`): SkyvernError {
  const finding = `Could not ${operation}: ${problem}, so the list may be incomplete.`;
  return new SkyvernError("unexpected-response", finding, { operation, advice, didNothing: true });
}

async function readOnce<Row>({ idOf, readPage, showProgress }: PagedList<Row>): Promise<Reading<Row>> {
  const found = new Map<string, Row>();
  let sent = 0;
  for (let page = 1; ; page++) {
    const { rows, total } = await readPage(page);
    const before = found.size;
    sent += rows.length;
    // Pages shift while others create rows: none is counted twice.
    for (const row of rows) found.set(idOf(row), row);
    if (total !== undefined) showProgress?.(found.size, total);
    const isLast = total === undefined ? !mayBeCutOff(rows) : found.size >= total;
    // The server counts a schedule twice if its workflow has a version twice.
    if (isLast || (rows.length === 0 && sent >= (total ?? 0))) return { found: [...found.values()] };
    if (rows.length === 0) return { problem: `counts ${total} rows and sends ${sent}` };
    if (found.size === before) return { problem: `sends rows of earlier pages again as page ${page}` };
  }
}

/** Whether the rows may be a part of more: they fill a page, or a page of a server that has another page size. */
export function mayBeCutOff({ length }: readonly unknown[]): boolean {
  return length >= defaultPage && length <= largestPage && length % 5 === 0;
}
