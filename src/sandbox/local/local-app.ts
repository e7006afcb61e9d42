import { createHash } from "node:crypto";
import type { Store } from "../server/store";
import type { MovableClock } from "./clock";
import { type Refusal, readSmallJson, refuseForeignName, refuseForeignPage } from "./guard";
import { moveClock, readMove, settle } from "./moves";
import type { ShownRequests } from "./request-view";
import { Viewer } from "./view";

type Answer = (request: Request) => Response | Promise<Response>;

/** What the routes below `/sandbox` show and change. */
export interface LocalAppContext {
  readonly store: Store;
  readonly clock: MovableClock;
  readonly requests: ShownRequests;
  /** The HTML of the page. */
  readonly page: string;
  /** Answers the requests of the API. */
  readonly api: Answer;
}

const shownMoves = '{"skip": "next-run"}, or {"seconds": 3600} with 1 to 2678400';

/**
 * The API, and beside it the routes of the clock, the view and the log. They need no key, so they answer only to
 * programs of this machine and to their own page: see guard.ts. Other pages may link to the page, but not frame it.
 */
export function localApp({ store, clock, requests, page, api }: LocalAppContext): Answer {
  const viewer = new Viewer(store, clock, requests);
  const routes: readonly (readonly [
    method: string,
    path: RegExp,
    (request: Request) => ReturnType<Answer>,
  ])[] = [
    ["GET", /^\/sandbox\/state$/, state],
    ["GET", /^\/sandbox\/requests\/\d{1,12}$/, shownRequest],
    ["POST", /^\/sandbox\/clock$/, move],
  ];
  return async (request) => {
    const foreign = refuseForeignName(request);
    if (foreign !== undefined) return refused(foreign);
    const { pathname } = new URL(request.url);
    if (request.method === "GET" && pathname === "/sandbox")
      return new Response(page, { headers: pageHeaders });
    if (request.method === "GET" && pathname === "/")
      return new Response(null, { status: 302, headers: { ...safeHeaders, location: "/sandbox" } });
    if (!/^\/sandbox(\/|$)/.test(pathname)) {
      const response = await requests.logged(request, clock.now(), api);
      // Clients compare with this time, for example whether a one-time schedule is in the future.
      response.headers.set("date", clock.now().toUTCString());
      return response;
    }
    const refusal = refuseForeignPage(request);
    if (refusal !== undefined) return refused(refusal);
    const found = routes.filter(([, path]) => path.test(pathname));
    const route = found.find(([method]) => method === request.method);
    if (route !== undefined) return await route[2](request);
    if (found.length === 0) return refused({ status: 404, detail: "The sandbox does not have this route." });
    return refused({ status: 405, detail: `Use ${found.map(([method]) => method).join(" or ")}.` });
  };

  function state(request: Request): Response {
    settle(store);
    const body = JSON.stringify(viewer.view());
    const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
    const headers = { ...safeHeaders, etag, "x-sandbox-time": clock.now().toISOString() };
    if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
    return new Response(body, { headers: { ...headers, "content-type": "application/json" } });
  }

  function shownRequest(request: Request): Response {
    const id = Number(new URL(request.url).pathname.split("/").at(-1));
    const found = requests.find(id);
    if (found !== undefined) return Response.json(found, { headers: safeHeaders });
    return refused({ status: 404, detail: `The log does not have request ${id}. It keeps the newest 300.` });
  }

  async function move(request: Request): Promise<Response> {
    const body = await readSmallJson(request);
    if ("refusal" in body) return refused(body.refusal);
    const wanted = readMove(body.json);
    if (wanted === undefined)
      return refused({ status: 400, detail: `The body must be one of ${shownMoves}.` });
    const moved = moveClock(store, clock, wanted);
    if (typeof moved === "string") return refused({ status: 409, detail: moved });
    return Response.json(moved, { headers: safeHeaders });
  }
}

/** Nothing is stored, guessed, framed, or read by another page. */
const safeHeaders = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** The page has its own policy, which allows its script and its style. */
const pageHeaders = {
  ...safeHeaders,
  "content-security-policy": "frame-ancestors 'none'",
  "content-type": "text/html; charset=utf-8",
};

function refused({ status, detail }: Refusal): Response {
  return Response.json({ detail }, { status, headers: safeHeaders });
}
