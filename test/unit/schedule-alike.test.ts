import type { Properties } from "../../src/provider/lifecycle";
import { ScheduleBench } from "../support/schedule-bench";

describe("a new schedule that is there already", () => {
  let bench: ScheduleBench;
  let workflowId: string;
  let made: string;
  beforeEach(async () => {
    bench = await ScheduleBench.start();
    workflowId = bench.workflow({ key: "vendor", type: "string", defaultValue: "acme" });
    made = await bench.scheduleByHand(workflowId);
    bench.clear();
  });
  afterEach(() => bench.close());

  const nightly = (changes: Properties = {}): Properties => ({
    workflowId,
    cronExpression: "0 2 * * *",
    name: "nightly",
    ...changes,
  });
  const ids = () => bench.schedulesOf(workflowId).map((row) => row.workflow_schedule_id);

  it("is refused in preview, with its id, when it was made, and what to write", async () => {
    const { failures } = await bench.lifecycle().check(undefined, nightly());
    expect(failures).toEqual([
      {
        property: "",
        reason: expect.stringMatching(
          new RegExp(
            `^Workflow ${workflowId} has a schedule "nightly" with this cron expression and timezone already \\(${made}, made \\d{4}-.*Z\\), .* run twice at each time\\. Set adopt to true .* or to false to make another one`,
          ),
        ),
      },
    ]);
    expect(bench.writes()).toEqual([]);
  });

  it("is refused whatever else differs: its parameters, its description, or a pause", async () => {
    await bench.byHand("POST", `/workflows/${workflowId}/schedules/${made}/disable`);
    const changed = nightly({ parameters: { vendor: "other" }, description: "Invoices", enabled: true });
    await expect(bench.engine().up(changed)).rejects.toThrow(made);
    expect(ids()).toEqual([made]);
  });

  it("is taken over with adopt: true, and made a second time only with adopt: false", async () => {
    const adopting = bench.engine();
    await adopting.up(nightly({ adopt: true }));
    expect(adopting.state.scheduleId).toBe(made);
    const other = bench.engine();
    await other.up(nightly({ adopt: false }));
    expect(ids()).toEqual([made, other.state.scheduleId]);
  });

  it("is not refused when its name, its times or its timezone are others, or its workflow is", async () => {
    const elsewhere = bench.workflow();
    for (const changes of [
      { name: "weekly" },
      { cronExpression: "0 3 * * *" },
      { timezone: "Europe/Berlin" },
      { workflowId: elsewhere },
    ]) {
      await bench.engine().up(nightly(changes));
    }
    expect(ids()).toHaveLength(4);
  });

  it("is no reason to refuse the resource that has it, nor one that is there already and changes", async () => {
    const engine = bench.engine();
    await engine.up(nightly({ adopt: made }));
    engine.lifecycle = bench.lifecycle();
    expect(await engine.up(nightly({ adopt: made, description: "Invoices" }))).toBe("update");
    engine.lifecycle = bench.lifecycle();
    expect(await engine.up(nightly({ workflowId: bench.workflow() }))).toBe("replace");
  });

  it("is not looked for where what makes it alike is not known yet", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const { failures } = await bench.lifecycle().check(undefined, nightly({ cronExpression: unknown }));
    expect(failures).toEqual([]);
  });

  it("is not one that the same command made", async () => {
    const lifecycle = bench.lifecycle();
    const [first, twin] = [bench.engine(lifecycle), bench.engine(lifecycle)];
    await first.up(nightly({ name: "twin" }));
    await twin.up(nightly({ name: "twin" }));
    expect(ids()).toHaveLength(3);
  });
});
