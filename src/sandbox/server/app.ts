import { setTimeout as sleep } from "node:timers/promises";
import { type Context, Hono } from "hono";
import { credentialRoutes } from "../credentials/routes";
import { runRoutes } from "../runs/routes";
import { runTagRoutes } from "../runs/tags";
import type { WebhookSender } from "../runs/webhooks";
import { workflowRunRoutes } from "../runs/workflow-run-routes";
import { fireDueSchedules } from "../schedules/firing";
import { scheduleRoutes } from "../schedules/routes";
import { workflowRoutes } from "../workflows/routes";
import { ApiError } from "./api-error";
import { parseBody, refuseKey } from "./request-checks";
import { LoggedRequest, type RequestLog } from "./request-log";
import type { Route } from "./route";
import type { Store } from "./store";

/** The state that all routes of one sandbox share. */
export interface AppContext {
  readonly store: Store;
  readonly apiKey: string;
  readonly latencyMilliseconds: number;
  readonly log: Pick<RequestLog, "add">;
  readonly webhooks: WebhookSender;
}

/** The Skyvern release that the sandbox imitates. */
const imitatedVersion = "1.0.56";

/** The routes that identify the server, and the organization of a key. The real server also returns its settings. */
function accountRoutes(store: Store): readonly Route[] {
  const organization = { organization_id: store.organizationId, organization_name: "Sandbox" };
  return [
    {
      method: "GET",
      paths: ["/v1/version"],
      isOpen: true,
      handle: () => ({ version: imitatedVersion }),
    },
    {
      method: "GET",
      paths: ["/api/v1/organizations"],
      handle: () => ({ organizations: [organization] }),
    },
  ];
}

/** The API as a Hono application, without a port. */
export function createApp({ store, apiKey, latencyMilliseconds, log, webhooks }: AppContext): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    const { method, url } = context.req;
    const { pathname, search } = new URL(url);
    const time = store.now();
    const body = method === "GET" || method === "HEAD" ? "" : await context.req.text();
    if (latencyMilliseconds > 0) await sleep(latencyMilliseconds, undefined, { ref: false });
    // Only reads fire due schedules. As on the server, an edit right after a tick therefore loses that tick.
    if (method === "GET") fireDueSchedules(store);
    await next();
    log.add(new LoggedRequest(method, `${pathname}${search}`, context.res.status, time, body));
  });
  const routes = [
    ...accountRoutes(store),
    ...runRoutes(store, webhooks),
    ...runTagRoutes(store),
    ...workflowRunRoutes(store),
    ...scheduleRoutes(store),
    ...workflowRoutes(store),
    ...credentialRoutes(store),
  ];
  addRoutes(app, routes, apiKey);
  app.notFound(() => Response.json({ detail: "Not Found" }, { status: 404 }));
  app.onError((error) => {
    if (error instanceof ApiError) return Response.json(error.body, { status: error.status });
    return Response.json({ error: `Unexpected error: ${error.name}` }, { status: 500 });
  });
  return app;
}

function addRoutes(app: Hono, routes: readonly Route[], apiKey: string): void {
  const firstMethods = new Map<string, string>();
  for (const route of routes) {
    for (const path of route.paths) {
      const allowed = firstMethods.get(path) ?? route.method;
      firstMethods.set(path, allowed);
      app.on(route.method, path, (context) => {
        // Hono answers HEAD with the GET route. The real server refuses HEAD.
        return context.req.method === route.method ? run(route, context, apiKey) : methodNotAllowed(allowed);
      });
    }
  }
  for (const [path, allowed] of firstMethods) {
    app.all(path, () => methodNotAllowed(allowed));
    app.all(`${path}/`, redirectWithoutSlash);
  }
}

async function run(route: Route, context: Context, apiKey: string): Promise<Response> {
  // The server parses JSON before it checks the key: broken JSON without a key is a 422.
  const body = route.readsBody
    ? parseBody(await context.req.text(), context.req.header("content-type"))
    : undefined;
  if (!route.isOpen) refuseKey(context.req.header("x-api-key"), context.req.header("authorization"), apiKey);
  const {
    workflowId = "",
    scheduleId = "",
    credentialId = "",
    runId = "",
    tagKey = "",
  } = context.req.param();
  const answer = await route.handle({
    workflowId,
    scheduleId,
    credentialId,
    runId,
    tagKey,
    query: new URL(context.req.url).searchParams,
    header: (name) => context.req.header(name),
    body,
  });
  return answer instanceof Response ? answer : Response.json(answer);
}

function methodNotAllowed(allow: string): Response {
  return Response.json({ detail: "Method Not Allowed" }, { status: 405, headers: { allow } });
}

function redirectWithoutSlash(context: Context): Response {
  const location = new URL(context.req.url);
  location.pathname = location.pathname.slice(0, -1);
  return new Response(null, { status: 307, headers: { location: location.href } });
}
