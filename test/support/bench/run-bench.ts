import { setTimeout as sleep } from "node:timers/promises";
import { IncompleteError } from "../../../src/errors";
import { Account } from "../../../src/provider/account";
import type { Properties } from "../../../src/provider/lifecycle";
import { Notes } from "../../../src/provider/notes";
import type { WorkflowRunInputs } from "../../../src/provider/run/inputs";
import { RunLifecycle } from "../../../src/provider/run/lifecycle";
import type { WorkflowRunState } from "../../../src/provider/run/state";
import { type RunBehaviour, type RunRow, type Sandbox, startSandbox } from "../../../src/sandbox";
import { Secret } from "../../../src/secret";
import { SmallEngine } from "../engine/small-engine";
import { answer, type FaultProxy, type ProxiedRequest, startFaultProxy } from "../faults/proxy";
import type { BenchSettings } from "./schedule-bench";

export type RunEngine = SmallEngine<WorkflowRunInputs, WorkflowRunState>;

/** The resource's URN in most tests, as the resource class sends it. */
export const smokeUrn = "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/skyvern:WorkflowRun::smoke";

/** How long a run of the sandbox takes in these tests. */
export const runMilliseconds = 100;

/** A sandbox whose runs are short, behind a fault proxy; each lifecycle is a provider process. */
export class RunBench {
  readonly sandbox: Sandbox;
  readonly proxy: FaultProxy;
  /** What was shown as progress, what was printed, and what was warned of. */
  readonly progress: string[] = [];
  /** The lines of progress that stay in the output. */
  readonly lasting: { readonly text: string; readonly urn: string | undefined }[] = [];
  readonly notes: string[] = [];
  readonly warnings: string[] = [];
  readonly #accounts: Account[] = [];

  private constructor(sandbox: Sandbox, proxy: FaultProxy) {
    this.sandbox = sandbox;
    this.proxy = proxy;
  }

  static async start(): Promise<RunBench> {
    const sandbox = await startSandbox({ runMilliseconds });
    return new RunBench(sandbox, await startFaultProxy(sandbox.url));
  }

  /** Gives `work` a bench of its own, so that tests can run beside each other. */
  static async with(work: (bench: RunBench) => Promise<void>): Promise<void> {
    const bench = await RunBench.start();
    try {
      await work(bench);
    } finally {
      await bench.close();
    }
  }

  /** The lifecycle as a new provider process has it. */
  lifecycle({ checkWorkflows = true, ...overrides }: BenchSettings = {}): RunLifecycle {
    const settings = {
      apiKey: new Secret(this.sandbox.apiKey),
      apiKeySource: "SKYVERN_API_KEY",
      baseUrl: this.proxy.url,
      ...overrides,
    };
    const account = new Account(settings);
    this.#accounts.push(account);
    return new RunLifecycle({
      account: () => account,
      checksLive: () => checkWorkflows,
      notes: Object.assign(new Notes(), { print: (_: string, text: string) => void this.notes.push(text) }),
      showProgress: async (text, urn, isLasting) => {
        this.progress.push(text);
        if (isLasting) this.lasting.push({ text, urn });
      },
      showWarning: async (text) => void this.warnings.push(text),
    });
  }

  /** One resource of a stack, served by `lifecycle` (a new process without one). */
  engine(lifecycle = this.lifecycle()): RunEngine {
    return new SmallEngine(lifecycle);
  }

  /** A workflow of its own for one test, whose runs do what `run` says. */
  workflow(run: RunBehaviour = {}): string {
    return this.sandbox.addWorkflow("Smoke", [], run).workflowId;
  }

  /** All runs of the sandbox, oldest first. */
  get runs(): readonly RunRow[] {
    return this.sandbox.runs();
  }

  /** The only run there is. @throws when there is none, or another */
  get onlyRun(): RunRow {
    const [run, ...others] = this.runs;
    if (run === undefined || others.length > 0) throw new Error(`there are ${this.runs.length} runs`);
    return run;
  }

  /** The requests to start a run that came to the proxy. */
  get starts(): readonly ProxiedRequest[] {
    return this.proxy.requests.filter(isStart);
  }

  /** Makes the server one of before tags: it has none of their routes, and its list ignores the filter. */
  knowNoTags(): void {
    const notFound = answer(404, '{"detail":"Not Found"}');
    this.proxy.inject(({ path }) => path.includes("/tags"), notFound, Number.POSITIVE_INFINITY);
    this.proxy.inject(
      isSearch,
      async (exchange) => {
        const all = await fetch(`${this.sandbox.url}/v1/runs`, {
          headers: { "x-api-key": this.sandbox.apiKey },
        });
        exchange.reply({ status: 200, body: await all.text() });
      },
      Number.POSITIVE_INFINITY,
    );
  }

  /** Starts a run past the proxy, as somebody else does. */
  async runByHand(workflowId: string, fields: object = {}): Promise<string> {
    const started = await fetch(`${this.sandbox.url}/v1/run/workflows`, {
      method: "POST",
      headers: { "x-api-key": this.sandbox.apiKey, "content-type": "application/json" },
      body: JSON.stringify({ workflow_id: workflowId, ...fields }),
    });
    if (!started.ok) throw new Error(`${started.status} ${await started.text()}`);
    return ((await started.json()) as { run_id: string }).run_id;
  }

  /** Waits until `holds`; a machine that is busy takes its time. */
  async until(holds: () => boolean): Promise<void> {
    for (let looks = 0; !holds(); looks++) {
      if (looks === 1000) throw new Error("It did not come about.");
      await sleep(10);
    }
  }

  async close(): Promise<void> {
    await this.proxy.close();
    await this.sandbox.close();
    await Promise.all(this.#accounts.map((account) => account.client.close().catch(() => undefined)));
  }
}

/** What a program gives for a run, with waits that are short. */
export function smoke(workflowId: string, changes: Properties = {}): Properties & { workflowId: string } {
  return { workflowId, pollInterval: "20ms", timeout: "10s", origin: smokeUrn, ...changes };
}

export const isStart = ({ method, path }: ProxiedRequest): boolean =>
  method === "POST" && path === "/v1/run/workflows";
export const isLook = ({ method, path }: ProxiedRequest): boolean =>
  method === "GET" && /^\/v1\/runs\/wr_\d+$/.test(path);
export const isCancel = ({ path }: ProxiedRequest): boolean => path.endsWith("/cancel");
export const isSearch = ({ path }: ProxiedRequest): boolean => path.startsWith("/v1/runs?tags=");
/** A look for one run in the list of runs. */
export const isListing = ({ path }: ProxiedRequest): boolean => path.startsWith("/v1/runs?search_key=");

/** What `work` failed with. @throws when it did not fail */
export async function failureOf(work: Promise<unknown>): Promise<Error> {
  const end = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(end instanceof Error)) throw new Error("It did not fail.");
  return end;
}

/** What `work` left incomplete. @throws when it did not */
export async function incompleteOf(work: Promise<unknown>): Promise<IncompleteError> {
  const error = await failureOf(work);
  if (error instanceof IncompleteError) return error;
  throw error;
}
