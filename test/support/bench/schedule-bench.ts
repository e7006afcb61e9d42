import { Account } from "../../../src/provider/account";
import type { Properties } from "../../../src/provider/lifecycle";
import { Notes } from "../../../src/provider/notes";
import type { ProviderContext } from "../../../src/provider/provider-context";
import { ScheduleLifecycle } from "../../../src/provider/schedule/lifecycle";
import type { Settings } from "../../../src/provider/settings";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../../src/sandbox";
import { Secret } from "../../../src/secret";
import { SmallEngine } from "../engine/small-engine";
import { type FaultProxy, startFaultProxy } from "../faults/proxy";

/** Settings, with what only tests set: the client's own limits. */
export type BenchSettings = Partial<Settings> & {
  readonly timeoutMilliseconds?: number;
  readonly checkWorkflows?: boolean;
};

export type NightlySchedule = Properties & { readonly workflowId: string };

/** Inputs of the schedule that {@link ScheduleBench.scheduleByHand} makes. */
export function nightlySchedule(workflowId: string, changes: Properties): NightlySchedule {
  return { workflowId, cronExpression: "0 2 * * *", name: "nightly", ...changes };
}

/** What {@link setUpSchedules} gives each test of a file. */
interface ScheduleTest {
  readonly bench: ScheduleBench;
  readonly workflowId: string;
}

/**
 * Starts a bench for the tests of a file, with a new workflow for each of them. Notes are not printed.
 *
 * @param use is called before each test
 */
export function setUpSchedules(use: (test: ScheduleTest) => void): void {
  let bench: ScheduleBench;
  beforeAll(async () => {
    jest.spyOn(console, "log").mockImplementation(() => undefined);
    bench = await ScheduleBench.start();
  });
  afterAll(() => bench.close());
  beforeEach(() => {
    use({ bench, workflowId: bench.workflow() });
    bench.clear();
  });
}

/** A sandbox behind a fault proxy, and lifecycles that talk to it; each lifecycle is a provider process. */
export class ScheduleBench {
  readonly sandbox: Sandbox;
  readonly proxy: FaultProxy;
  /** What was warned of. */
  readonly warnings: string[] = [];
  readonly progress: string[] = [];
  readonly #accounts: Account[] = [];

  private constructor(sandbox: Sandbox, proxy: FaultProxy) {
    this.sandbox = sandbox;
    this.proxy = proxy;
  }

  static async start(options: SandboxOptions = {}): Promise<ScheduleBench> {
    const sandbox = await startSandbox(options);
    return new ScheduleBench(sandbox, await startFaultProxy(sandbox.url));
  }

  account(overrides: BenchSettings = {}): Account {
    const settings: Settings & BenchSettings = {
      apiKey: new Secret(this.sandbox.apiKey),
      apiKeySource: "SKYVERN_API_KEY",
      baseUrl: this.proxy.url,
      ...overrides,
    };
    const account = new Account(settings);
    this.#accounts.push(account);
    return account;
  }

  /** The lifecycle as a new provider process has it. */
  lifecycle(overrides: BenchSettings = {}): ScheduleLifecycle {
    return this.lifecycleOf(this.account(overrides), overrides.checkWorkflows);
  }

  /** The lifecycle of a provider process that has used this account before. */
  lifecycleOf(account: Account, checksLive = true): ScheduleLifecycle {
    return new ScheduleLifecycle(this.contextOf(account, checksLive));
  }

  /** What the lifecycles of one provider process share. */
  contextOf(account: Account, checksLive = true): ProviderContext {
    return {
      account: () => account,
      checksLive: () => checksLive,
      notes: new Notes(),
      showProgress: async (text) => void this.progress.push(text),
      showWarning: async (text) => void this.warnings.push(text),
    };
  }

  /** One resource of a stack, served by `lifecycle` (a new process without one). */
  engine(lifecycle = this.lifecycle()): SmallEngine {
    return new SmallEngine(lifecycle);
  }

  /** A workflow of its own for one test. */
  workflow(...parameters: Parameters<Sandbox["addWorkflow"]>[1] & object): string {
    return this.sandbox.addWorkflow("Invoices", parameters).workflowId;
  }

  /** The schedules of a workflow, as the server has them. */
  schedulesOf(workflowId: string): ReturnType<Sandbox["schedules"]> {
    return this.sandbox.schedules().filter((row) => row.workflow_permanent_id === workflowId);
  }

  /** Their ids. */
  idsOf(workflowId: string): readonly string[] {
    return this.schedulesOf(workflowId).map((row) => row.workflow_schedule_id);
  }

  /** What was written since the last call of `clear`, without the address of the workflow. */
  writes(): readonly string[] {
    return this.sandbox.requests.writes.map(
      ({ method, path }) => `${method} ${path.replace(/^.*\/schedules/, "").replace(/wfs_\d+/, "wfs")}`,
    );
  }

  /** Calls the server past the proxy, as a person in the web page does. */
  async byHand(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.sandbox.url}/api/v1${path}`, {
      method,
      headers: { "x-api-key": this.sandbox.apiKey, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  /** Makes a schedule by hand; returns its id. */
  async scheduleByHand(workflowId: string, fields: object = {}): Promise<string> {
    const body = { cron_expression: "0 2 * * *", timezone: "UTC", name: "nightly", ...fields };
    const made = await this.byHand("POST", `/workflows/${workflowId}/schedules`, body);
    return (made as { schedule: { workflow_schedule_id: string } }).schedule.workflow_schedule_id;
  }

  /** Forgets requests, faults and warnings. */
  clear(): void {
    this.warnings.length = 0;
    this.progress.length = 0;
    this.proxy.clear();
    this.sandbox.requests.clear();
  }

  async close(): Promise<void> {
    await Promise.all(this.#accounts.map((account) => account.client.close().catch(() => undefined)));
    await this.proxy.close();
    await this.sandbox.close();
  }
}
