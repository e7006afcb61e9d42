import type { Properties } from "../../../src/provider/lifecycle";
import { nightlySchedule, type ScheduleBench, setUpSchedules } from "../../support/bench/schedule-bench";
import type { SmallEngine } from "../../support/engine/small-engine";

let bench: ScheduleBench;
let workflowId: string;
setUpSchedules((test) => {
  ({ bench, workflowId } = test);
});

const nightly = (changes: Properties = {}) => nightlySchedule(workflowId, changes);

/** A schedule of these inputs that somebody paused, and whose pause `pulumi refresh` stored. */
async function pausedAndRefreshed(inputs: Properties): Promise<SmallEngine> {
  const engine = bench.engine();
  await engine.up(inputs);
  await pauseByHand();
  await refresh(engine);
  return engine;
}

async function pauseByHand(): Promise<void> {
  const scheduleId = bench.schedulesOf(workflowId)[0]?.workflow_schedule_id;
  await bench.byHand("POST", `/workflows/${workflowId}/schedules/${scheduleId}/disable`);
}

async function refresh(engine: SmallEngine): Promise<void> {
  engine.lifecycle = bench.lifecycle();
  await engine.refresh();
}

/** What the next `up` did, and what it wrote. */
async function up(engine: SmallEngine, inputs: Properties): Promise<readonly string[]> {
  engine.lifecycle = bench.lifecycle();
  bench.sandbox.requests.clear();
  const done = await engine.up(inputs);
  return [done, ...bench.writes()];
}

/** What the resource class makes of a left-out `enabled` while `skyvern:paused` is true. */
const held = () => nightly({ enabled: false, afterHold: "as before" });

describe("a pause by hand that a refresh stored", () => {
  it("is recorded in state, also after further refreshes", async () => {
    const engine = await pausedAndRefreshed(nightly({ enabled: true }));
    await refresh(engine);
    expect(engine.state).toMatchObject({ enabled: false, pausedByHand: true });
  });

  it("ends when the program resumes the schedule", async () => {
    const engine = await pausedAndRefreshed(nightly({ enabled: true }));
    expect(await up(engine, nightly({ enabled: true }))).toEqual(["update", "POST /wfs/enable"]);
    expect(engine.state).not.toHaveProperty("pausedByHand");
  });

  it("ends when somebody resumes the schedule by hand", async () => {
    const engine = await pausedAndRefreshed(nightly());
    const scheduleId = bench.schedulesOf(workflowId)[0]?.workflow_schedule_id;
    await bench.byHand("POST", `/workflows/${workflowId}/schedules/${scheduleId}/enable`);
    await refresh(engine);
    expect(engine.state).toMatchObject({ enabled: true });
    expect(engine.state).not.toHaveProperty("pausedByHand");
  });

  it("becomes a pause of the program without a write when the program pauses the schedule too", async () => {
    const engine = await pausedAndRefreshed(nightly({ enabled: true }));
    expect(await up(engine, nightly({ enabled: false }))).toEqual(["update"]);
    expect(engine.state).not.toHaveProperty("pausedByHand");
    await refresh(engine);
    expect(engine.state).not.toHaveProperty("pausedByHand");
    expect(await up(engine, nightly({ enabled: false }))).toEqual(["same"]);
  });

  it("stays recorded while the program leaves the pause to the server", async () => {
    const engine = await pausedAndRefreshed(nightly());
    expect(await up(engine, nightly())).toEqual(["same"]);
    expect(await up(engine, nightly({ description: "changed" }))).toEqual(["update", "PUT /wfs"]);
    expect(engine.state).toMatchObject({ enabled: false, pausedByHand: true });
  });

  it("stays recorded during and after a hold of the stack", async () => {
    const engine = await pausedAndRefreshed(nightly());
    expect(await up(engine, held())).toEqual(["same"]);
    await refresh(engine);
    expect(await up(engine, nightly())).toEqual(["same"]);
    expect(engine.state).toMatchObject({ enabled: false, pausedByHand: true });
  });
});

describe("a refresh", () => {
  it("does not record a pause of the program as a pause by hand", async () => {
    const engine = bench.engine();
    await engine.up(nightly({ enabled: false }));
    await refresh(engine);
    expect(engine.state).not.toHaveProperty("pausedByHand");
  });

  it("does not record a hold of the stack as a pause by hand", async () => {
    const engine = bench.engine();
    await engine.up(nightly());
    expect(await up(engine, held())).toEqual(["update", "POST /wfs/disable"]);
    await refresh(engine);
    expect(engine.state).toMatchObject({ afterHold: "enabled" });
    expect(engine.state).not.toHaveProperty("pausedByHand");
  });
});
