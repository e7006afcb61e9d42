import type { Properties } from "../../../src/provider/lifecycle";
import { input, type JsonFields, type ShownSchedule } from "../../contract/contract-account";
import { runnable } from "../../contract/run-account";
import { SmallEngine } from "../engine/small-engine";
import type { FaultWorld } from "./world";

/** A command that faults befall, and what must be true when it was run, or was run again. */
interface Play {
  /** The command, in a provider process of its own. */
  command(): Promise<unknown>;
  /** The server holds exactly what the program says, and so does the state. */
  expectRight(): Promise<void>;
}

/** Brings about what is there before, without faults. */
export type Scenario = (world: FaultWorld) => Promise<Play>;

const parameters = [input("vendor", "string", "acme")];
const wire = { cron_expression: "0 2 * * *", timezone: "UTC", name: "nightly" };
const program = (workflowId: string, changes: Properties = {}): Properties => ({
  workflowId,
  cronExpression: "0 2 * * *",
  name: "nightly",
  ...changes,
});

interface SchedulePlan {
  /** What the program says before; nothing is there without it. */
  readonly before?: Properties;
  /** What the program says under faults; without it the resource is destroyed. */
  readonly after?: Properties;
  /** Done by hand before the command; returns what the program says under faults, if that depends on it. */
  readonly byHand?: (
    world: FaultWorld,
    workflowId: string,
    scheduleId: string,
  ) => Promise<Properties | undefined>;
  readonly refreshes?: boolean;
  readonly movesTo?: true;
  /** What the schedule is in the end, on the wire; none without it. */
  readonly expected?: Readonly<Record<string, unknown>>;
}

function schedule(plan: SchedulePlan): Scenario {
  return async (world) => {
    const workflowId = await world.account.createWorkflow(parameters);
    const target = plan.movesTo ? await world.account.createWorkflow(parameters) : workflowId;
    // Somebody else's, which nothing may touch.
    const neighbour = await world.account.createSchedule(workflowId, { name: "neighbour" });
    const engine = new SmallEngine(world.scheduleProcess());
    if (plan.before !== undefined) await engine.up(program(workflowId, plan.before));
    const found = await plan.byHand?.(world, workflowId, String(engine.state.scheduleId));
    const wanted = found ?? plan.after;
    return {
      async command() {
        engine.lifecycle = world.scheduleProcess();
        if (plan.refreshes) await engine.refresh();
        await (wanted === undefined ? engine.destroy() : engine.up(program(target, wanted)));
      },
      async expectRight() {
        const all = [...new Set([workflowId, target])].map((id) => world.schedulesOf(id));
        const [first, ...others] = (await Promise.all(all)).flat();
        expect(first).toEqual(neighbour);
        if (plan.expected === undefined) {
          expect(others).toEqual([]);
          expect(engine.kept).toBeUndefined();
          return;
        }
        expect(others).toEqual([
          expect.objectContaining({ workflow_permanent_id: target, ...plan.expected }),
        ]);
        expect(engine.kept?.id).toBe(`${target}/${others[0]?.workflow_schedule_id}`);
        world.proxy.clear();
        engine.lifecycle = world.scheduleProcess();
        expect(await engine.up(program(target, wanted))).toBe("same");
        expect(world.writes).toEqual([]);
      },
    };
  };
}

const turn = (scheduleId: string, verb: string) => async (world: FaultWorld, workflowId: string) => {
  await world.account.call("POST", `/v1/workflows/${workflowId}/schedules/${scheduleId}/${verb}`);
};
const byHand = (world: FaultWorld, workflowId: string): Promise<ShownSchedule> =>
  world.account.createSchedule(workflowId, { ...wire, cron_expression: "0 5 * * *" });

/** Every operation of a schedule. */
export const scheduleScenarios: Readonly<Record<string, Scenario>> = {
  create: schedule({ after: { parameters: { vendor: "acme" } }, expected: { ...wire, enabled: true } }),
  "create paused": schedule({ after: { enabled: false }, expected: { ...wire, enabled: false } }),
  "adopt by name": schedule({
    byHand: async (world, workflowId) => {
      await byHand(world, workflowId);
      return { adopt: true, description: "Invoices" };
    },
    expected: { ...wire, description: "Invoices" },
  }),
  "adopt by id": schedule({
    byHand: async (world, workflowId) => {
      const { workflow_schedule_id } = await byHand(world, workflowId);
      return { adopt: workflow_schedule_id };
    },
    expected: wire,
  }),
  update: schedule({
    before: {},
    after: { cronExpression: "30 4 * * MON", parameters: { vendor: "other" } },
    expected: { ...wire, cron_expression: "30 4 * * MON", parameters: { vendor: "other" } },
  }),
  enable: schedule({
    before: { enabled: false },
    after: { enabled: true },
    expected: { ...wire, enabled: true },
  }),
  disable: schedule({ before: {}, after: { enabled: false }, expected: { ...wire, enabled: false } }),
  "read and repair": schedule({
    before: { enabled: true },
    byHand: async (world, workflowId, scheduleId) => {
      await turn(scheduleId, "disable")(world, workflowId);
      return { enabled: true };
    },
    refreshes: true,
    expected: { ...wire, enabled: true },
  }),
  "read what is gone, and make it again": schedule({
    before: {},
    byHand: async (world, workflowId, scheduleId) => {
      await world.account.call("DELETE", `/v1/workflows/${workflowId}/schedules/${scheduleId}`);
      return {};
    },
    refreshes: true,
    expected: wire,
  }),
  "move to another workflow": schedule({ before: {}, after: {}, movesTo: true, expected: wire }),
  delete: schedule({ before: {} }),
  "create by interval": schedule({
    after: { cronExpression: undefined, interval: "90m" },
    expected: { name: "nightly", cron_expression: null, interval_seconds: 5400, enabled: true },
  }),
  "create a one-time schedule": schedule({
    after: { cronExpression: undefined, runAt: "2090-01-04T08:00:00Z" },
    expected: { name: "nightly", run_at: "2090-01-04T08:00:00Z", dispatch_status: "pending" },
  }),
  "change cron to an interval": schedule({
    before: {},
    after: { cronExpression: undefined, interval: "36h" },
    expected: { name: "nightly", cron_expression: null, interval_seconds: 129_600 },
  }),
  "change an interval to a one-time schedule": schedule({
    before: { cronExpression: undefined, interval: "90m" },
    after: { cronExpression: undefined, runAt: "2090-01-04T08:00:00Z" },
    expected: { name: "nightly", interval_seconds: null, run_at: "2090-01-04T08:00:00Z" },
  }),
};

interface RunPlan {
  /** A definition other than that of a workflow that completes after a second. */
  readonly definition?: JsonFields;
  readonly before?: Properties;
  /** Without it the resource is destroyed. */
  readonly after?: Properties;
  /** Done before, whether it fails or not. */
  readonly refreshes?: true;
  /** How many runs the program asked for. */
  readonly asked: number;
  /** The status of the newest one. */
  readonly ends: string;
}

const intention = (workflowId: string, changes: Properties): Properties => ({
  workflowId,
  origin: "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/skyvern:WorkflowRun::collect",
  timeout: "30s",
  pollInterval: "200ms",
  ...changes,
});

function run(plan: RunPlan): Scenario {
  return async (world) => {
    const workflowId = await world.account.createWorkflow([], undefined, plan.definition);
    const neighbour = await world.account.start(workflowId);
    const engine = new SmallEngine(world.runProcess());
    // One that is given up after its timeout fails, and goes on.
    if (plan.before !== undefined) await engine.up(intention(workflowId, plan.before)).catch(() => undefined);
    return {
      async command() {
        engine.lifecycle = world.runProcess();
        if (plan.refreshes) await engine.refresh();
        await (plan.after === undefined ? engine.destroy() : engine.up(intention(workflowId, plan.after)));
      },
      async expectRight() {
        const rows = await world.runsOf(workflowId);
        const own = rows.filter((row) => row.run_id !== neighbour.run_id);
        expect(own).toHaveLength(plan.asked);
        expect(own[0]).toMatchObject({ status: plan.ends });
        if (plan.after === undefined) {
          expect(engine.kept).toBeUndefined();
          return;
        }
        expect(engine.kept?.id).toBe(own[0]?.run_id);
        expect(engine.state).toMatchObject({ status: plan.ends });
        world.proxy.clear();
        engine.lifecycle = world.runProcess();
        expect(await engine.up(intention(workflowId, plan.after))).toBe("same");
        expect(world.writes).toEqual([]);
      },
    };
  };
}

/** Every operation of a run. */
export const runScenarios: Readonly<Record<string, Scenario>> = {
  "run and poll": run({ after: {}, asked: 1, ends: "completed" }),
  "run again for a new trigger": run({
    before: { triggers: { commit: "a1" } },
    after: { triggers: { commit: "b2" } },
    asked: 2,
    ends: "completed",
  }),
  "attach to a run that goes on, and poll": run({
    before: { timeout: "100ms" },
    after: {},
    asked: 1,
    ends: "completed",
  }),
  "read, and stay as it is": run({
    before: {},
    after: {},
    refreshes: true,
    asked: 1,
    ends: "completed",
  }),
  cancel: run({
    definition: runnable.slow,
    before: { waitForCompletion: false },
    asked: 1,
    ends: "canceled",
  }),
};
