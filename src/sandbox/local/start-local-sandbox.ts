import { WebhookSender } from "../runs/webhooks";
import { fireDueSchedules } from "../schedules/firing";
import { createApp } from "../server/app";
import { listen } from "../server/listen";
import { Store } from "../server/store";
import { storeReadyMadeWorkflows } from "../workflows/ready-made";
import { MovableClock } from "./clock";
import { localApp } from "./local-app";
import { forgetOldRuns } from "./moves";
import { ShownRequests } from "./request-view";
import { plant, type Seed, type Seeded } from "./seed";

/** The options of {@link startLocalSandbox}. */
export interface LocalSandboxOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly apiKey: string;
  /** The HTML of the page at `/sandbox`. */
  readonly page: string;
  /** Left out for the ready-made workflows. */
  readonly seed?: Seed | undefined;
}

/** A sandbox with the routes below `/sandbox`. */
export interface LocalSandbox extends Seeded {
  readonly url: string;
  close(): Promise<void>;
}

/** Long enough to see a run queued and running. */
const runMilliseconds = 5000;
/** How often it looks for due schedules. */
const lookMilliseconds = 500;

/**
 * Starts the sandbox of the command line: with a page, a clock that can be moved forward, and a log of requests. Its
 * schedules fire even if nobody reads.
 *
 * @throws SkyvernError of kind "configuration" if the port is not available, or the seed has an invalid workflow
 * @public Loaded on demand, which the search for dead code does not see.
 */
export async function startLocalSandbox({
  port,
  apiKey,
  page,
  seed,
}: LocalSandboxOptions): Promise<LocalSandbox> {
  const clock = new MovableClock();
  const store = new Store(clock.now);
  const seeded =
    seed === undefined
      ? {
          workflows: Object.values(storeReadyMadeWorkflows(store, runMilliseconds)),
          schedules: 0,
          refused: [],
        }
      : plant(store, seed, runMilliseconds);
  const webhooks = new WebhookSender(store, apiKey);
  const log = { add: () => undefined };
  const api = createApp({ store, apiKey, latencyMilliseconds: 0, log, webhooks });
  const requests = new ShownRequests(apiKey);
  const app = localApp({ store, clock, requests, page, api: (request) => api.fetch(request) });
  const server = await listen(app, port);
  const firing = setInterval(() => {
    fireDueSchedules(store);
    forgetOldRuns(store);
  }, lookMilliseconds).unref();
  return {
    ...seeded,
    url: server.url,
    close() {
      clearInterval(firing);
      webhooks.close();
      return server.close();
    },
  };
}
