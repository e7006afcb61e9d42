import { setTimeout as sleep } from "node:timers/promises";
import { type Sandbox, startSandbox } from "../../src/sandbox";
import { PulumiProject } from "../support/engine/pulumi-project";
import { installPulumi } from "../support/engine/pulumi-version";
import { RunningEngine } from "../support/engine/running-engine";
import { type Fault, type FaultProxy, type ProxiedRequest, startFaultProxy } from "../support/faults/proxy";
import { runProgram } from "../support/programs/run-program";

type Exchange = Parameters<Fault>[0];
/** What happens to a request, with `here` where the kill falls; what follows it happens after the kill. */
type Course = (exchange: Exchange, here: () => Promise<void>) => Promise<void>;
type Kill = "killAll" | "killEngine" | "killProvider";

const runMilliseconds = 2000;
const output = { download_output: { invoices: 3 } };

const isStart = ({ method, path }: ProxiedRequest): boolean =>
  method === "POST" && path.endsWith("/run/workflows");
const isRelease = ({ method, path }: ProxiedRequest): boolean =>
  method === "DELETE" && path.includes("/tags/");

const neverArrives: Course = async (exchange, here) => {
  await here();
  exchange.drop();
};
const arrivesLate: Course = async (exchange, here) => {
  await here();
  await exchange.forward();
  exchange.drop();
};
const isUnanswered: Course = async (exchange, here) => {
  await exchange.forward();
  await here();
  exchange.drop();
};
const isAnswered: Course = async (exchange, here) => {
  exchange.reply(await exchange.forward());
  await here();
};
const goesOnFor =
  (milliseconds: number): Course =>
  async (exchange, here) => {
    exchange.reply(await exchange.forward());
    await sleep(milliseconds);
    await here();
  };

/** Some moment while a run is waited for. */
const sometime = (): [string, Course] => {
  const milliseconds = Math.floor(Math.random() * (runMilliseconds - 300));
  return [`${milliseconds} ms after its answer`, goesOnFor(milliseconds)];
};

describe("when something is killed, on the real engine", () => {
  let sandbox: Sandbox;
  let proxy: FaultProxy;
  let installed: string;
  let project: PulumiProject;
  let workflowId: string;

  beforeAll(async () => {
    sandbox = await startSandbox({ runMilliseconds });
    proxy = await startFaultProxy(sandbox.url);
    installed = await installPulumi();
  }, 300_000);
  afterAll(async () => {
    await proxy.close();
    await sandbox.close();
  });
  beforeEach(async () => {
    proxy.clear();
    ({ workflowId } = sandbox.addWorkflow("Collect", [], { output }));
    const environment = { SKYVERN_BASE_URL: proxy.url, SKYVERN_API_KEY: sandbox.apiKey };
    project = new PulumiProject(installed, { "index.js": runProgram }, environment);
    trigger("first");
    await project.createStack("e2e");
  });
  afterEach(() => project.remove());

  const program = (inputs: object): void =>
    project.write("runs.json", JSON.stringify({ collect: { workflowId, ...inputs } }));
  const trigger = (commit: string): void => program({ triggers: { commit } });
  const runs = () => sandbox.runs().filter((run) => run.workflow_permanent_id === workflowId);

  /** Starts `up`, lets the first request that fits take its course, and returns where the course says `here`. */
  async function upUntil(
    fits: (request: ProxiedRequest) => boolean,
    course: Course,
  ): Promise<{ engine: RunningEngine; goOn: () => Promise<void> }> {
    const reached = signal();
    const released = signal();
    const done = signal();
    proxy.inject(fits, async (exchange) => {
      const here = (): Promise<void> => {
        reached.give();
        return released.given;
      };
      await course(exchange, here).finally(done.give);
    });
    const engine = new RunningEngine(project, "up", "--yes", "--skip-preview");
    const early = engine.ended.then(({ output }) => Promise.reject(new Error(`It ended early: ${output}`)));
    await Promise.race([reached.given, early]);
    early.catch(() => undefined);
    const goOn = (): Promise<void> => {
      released.give();
      return done.given;
    };
    return { engine, goOn };
  }

  /** Kills; an engine that lives ends by itself, and one that does not leaves its lock, which `cancel` removes. */
  async function end(engine: RunningEngine, kill: Kill): Promise<void> {
    await engine[kill]();
    const { code } = await engine.ended;
    expect(code).not.toBe(0);
    if (kill !== "killProvider") await project.recover();
  }

  /** The next `up` leaves this one run in state, with its result, and the one after it has nothing to do. */
  async function expectResultOf(run: { readonly run_id: string } | undefined): Promise<void> {
    const [stored, ...others] = await project.resources();
    expect(others).toEqual([]);
    expect(stored?.id).toBe(run?.run_id);
    expect(stored?.outputs).toMatchObject({ runId: run?.run_id, status: "completed", output });
  }

  test.each<[Kill, string, Course]>([
    ["killAll", "before the POST has left", neverArrives],
    ["killAll", "while the POST is on its way", arrivesLate],
    ["killEngine", "before the POST is answered", isUnanswered],
    ["killProvider", "before the POST is answered", isUnanswered],
    ["killAll", "right after the answer", isAnswered],
    ["killProvider", "right after the answer", isAnswered],
    ["killAll", ...sometime()],
    ["killEngine", ...sometime()],
    ["killProvider", ...sometime()],
  ])("%s %s: the next up ends with exactly one run, and its result", async (kill, _, course) => {
    const { engine, goOn } = await upUntil(isStart, course);
    await end(engine, kill);
    await goOn();
    await project.up();
    expect(runs()).toHaveLength(1);
    await expectResultOf(runs()[0]);
  });

  test.each<[Kill, string, Course]>([
    ["killAll", "before the old run's key is released", neverArrives],
    ["killAll", "after the old run's key was released", isUnanswered],
    ["killProvider", "after the old run's key was released", isUnanswered],
  ])("%s %s: a changed trigger still starts exactly one run", async (kill, _, course) => {
    await project.up();
    trigger("second");
    const { engine, goOn } = await upUntil(isRelease, course);
    await end(engine, kill);
    await goOn();
    await project.up();
    expect(runs()).toHaveLength(2);
    await expectResultOf(runs()[1]);
  });

  test("after Ctrl-C the engine waits for the run or its timeout, keeps it, and the next up attaches to it", async () => {
    const slow = sandbox.addWorkflow("Slow", [], { end: "never", output });
    ({ workflowId } = slow);
    program({ timeout: "3s" });
    const { engine, goOn } = await upUntil(isStart, goesOnFor(500));
    await goOn();
    engine.interrupt();
    const { code, output: printed } = await engine.ended;
    expect(code).not.toBe(0);
    expect(printed).toContain("^C received; cancelling");
    const [run] = runs();
    expect(run?.status).toBe("running");
    expect((await project.resources()).map(({ id }) => id)).toEqual([run?.run_id]);

    sandbox.finishRun(run?.run_id ?? "", "completed");
    await project.up();
    expect(runs()).toHaveLength(1);
    await expectResultOf(run);
  });

  test("after Ctrl-C twice the engine ends at once, and the next up finds the run by its key", async () => {
    const { engine, goOn } = await upUntil(isStart, goesOnFor(500));
    await goOn();
    engine.interrupt();
    await sleep(200);
    engine.interrupt();
    const { code } = await engine.ended;
    expect(code).not.toBe(0);
    expect(await project.resources()).toEqual([]);
    await project.up();
    expect(runs()).toHaveLength(1);
    await expectResultOf(runs()[0]);

    // The engine keeps its note of a creation that was cut off, and warns of it, until it is told to forget it.
    expect(await project.succeed("stack", "export")).toContain("pending_operations");
    await project.refresh("--clear-pending-creates");
    expect(await project.succeed("stack", "export")).not.toContain("pending_operations");
    await expectResultOf(runs()[0]);
  });
});

/** Something that happens once, and that others wait for. */
function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}
