import type { Sandbox, ScheduleRow } from "../../../src/sandbox";
import { PulumiProject } from "../engine/pulumi-project";
import { RunningEngine } from "../engine/running-engine";
import { scheduleProgram } from "../programs/schedule-program";
import { killPoint, type Moment, nthWrite } from "./kill-point";
import { type FaultProxy, startFaultProxy } from "./proxy";

/** What is killed, and when. */
export interface Kill {
  readonly kind: "killAll" | "killEngine" | "killProvider";
  /** At which of the command's requests that change something. */
  readonly write: number;
  readonly moment: Moment;
}

/** A stack of many schedules on workflows of its own, whose commands can be killed. */
export class KilledStack {
  readonly project: PulumiProject;
  readonly proxy: FaultProxy;
  /** How many empty .attrs files kills have left in the backend. */
  emptyAttributes = 0;
  readonly #sandbox: Sandbox;
  readonly #workflowIds: readonly string[];
  readonly #size: number;

  private constructor(sandbox: Sandbox, proxy: FaultProxy, installed: string, size: number) {
    const files = { "index.js": scheduleProgram };
    const environment = { SKYVERN_BASE_URL: proxy.url, SKYVERN_API_KEY: sandbox.apiKey };
    this.project = new PulumiProject(installed, files, environment);
    this.proxy = proxy;
    this.#sandbox = sandbox;
    this.#size = size;
    this.#workflowIds = Array.from(
      { length: 5 },
      () => sandbox.addWorkflow("Invoices", [{ key: "vendor", type: "string" }]).workflowId,
    );
  }

  static async open(sandbox: Sandbox, installed: string, size: number): Promise<KilledStack> {
    const stack = new KilledStack(sandbox, await startFaultProxy(sandbox.url), installed, size);
    await stack.project.createStack("e2e");
    return stack;
  }

  async close(): Promise<void> {
    for (const workflowId of this.#workflowIds) this.#sandbox.deleteWorkflow(workflowId);
    await this.proxy.close();
    this.project.remove();
  }

  /** Makes the program say that all fire at this hour; returns what must then be on the server. */
  program(hour: number, options: object): readonly string[] {
    const wanted = Array.from({ length: this.#size }, (_, index) => ({
      workflowId: this.#workflowIds[index % this.#workflowIds.length],
      name: `invoices-${index}`,
      cronExpression: `${index} ${hour} * * *`,
      parameters: { vendor: `vendor ${index}` },
    }));
    const schedules = Object.fromEntries(wanted.map((one) => [one.name, { ...one, ...options }]));
    this.project.write("schedules.json", JSON.stringify(schedules));
    return wanted.map((one) => JSON.stringify(Object.values(one))).sort();
  }

  /** Starts the command, kills as said, and frees the stack's lock. */
  async killed({ kind, write, moment }: Kill, command: string, ...args: string[]): Promise<void> {
    const earlier = this.#writes().length;
    const point = killPoint(this.proxy, nthWrite(write), moment);
    const engine = new RunningEngine(this.project, command, "--yes", "--skip-preview", ...args);
    const early = engine.ended.then(({ output }) => Promise.reject(new Error(`It ended early: ${output}`)));
    await Promise.race([point.reached, early]);
    early.catch(() => undefined);
    await engine[kind]();
    await point.goOn();
    const { code, output } = await engine.ended;
    // After the last answer of all, a provider that is killed is not missed.
    const isDone = moment === "after its answer" && this.#writes().length - earlier === this.#size;
    if (code === 0 && !(kind === "killProvider" && isDone)) {
      throw new Error(`It did not notice the kill: ${output}`);
    }
    // An engine that lives frees its lock itself.
    if (kind !== "killProvider") this.emptyAttributes += await this.project.recover();
  }

  /** The schedules on the server. */
  live(): readonly ScheduleRow[] {
    return this.#sandbox.schedules().filter((row) => this.#workflowIds.includes(row.workflow_permanent_id));
  }

  /** Their resource ids. */
  liveIds(): readonly string[] {
    return this.live().map(resourceId);
  }

  /** In the form that {@link program} returns. */
  liveSchedules(): readonly string[] {
    return this.live()
      .map((row) => [row.workflow_permanent_id, row.name, row.cron_expression, row.parameters])
      .map((values) => JSON.stringify(values))
      .sort();
  }

  /** The resource ids in state. */
  storedIds(): readonly string[] {
    return this.project.checkpoint().resources.map(({ id }) => String(id));
  }

  /** On the server, and in no state. */
  unknown(): readonly string[] {
    const stored = this.storedIds();
    return this.liveIds().filter((id) => !stored.includes(id));
  }

  /** In state, and not on the server. */
  gone(): readonly string[] {
    const live = this.liveIds();
    return this.storedIds().filter((id) => !live.includes(id));
  }

  /** Whatever changes something, of the commands since the last call of this. */
  takeWrites(): readonly string[] {
    const writes = this.#writes();
    this.proxy.clear();
    return writes.map(({ method, path }) => `${method} ${path}`);
  }

  #writes(): FaultProxy["requests"] {
    return this.proxy.requests.filter(({ method }) => method !== "GET");
  }
}

/** The id that the resource of a schedule has. */
export function resourceId(row: ScheduleRow): string {
  return `${row.workflow_permanent_id}/${row.workflow_schedule_id}`;
}
