import { readChangeNote } from "../../../src/change-note";
import { SkyvernError } from "../../../src/errors";
import type { Properties } from "../../../src/provider/lifecycle";
import { unknownValue } from "../../../src/provider/unknown";
import { startSandbox } from "../../../src/sandbox";
import { Secret } from "../../../src/secret";
import { nightlySchedule, type ScheduleBench, setUpSchedules } from "../../support/bench/schedule-bench";

let bench: ScheduleBench;
let workflowId: string;
setUpSchedules((test) => {
  ({ bench, workflowId } = test);
});

const nightly = (changes: Properties = {}) => nightlySchedule(workflowId, changes);

async function made(inputs: Properties = nightly()) {
  const engine = bench.engine();
  await engine.up(inputs);
  bench.clear();
  return engine;
}

const only = () => {
  const [row, ...others] = bench.schedulesOf(workflowId);
  expect(others).toEqual([]);
  if (row === undefined) throw new Error("there is no schedule");
  return row;
};

describe("the subject of a message about a schedule", () => {
  it.each([
    [
      "wpid_1/wfs_1",
      { name: "nightly", workflowId: "wpid_2" },
      'schedule "nightly" (wfs_1) of workflow wpid_2',
    ],
    ["wpid_1/wfs_1", {}, "schedule (wfs_1) of workflow wpid_1"],
    ["wfs_1", { workflowId: "wpid_2" }, "schedule (wfs_1) of workflow wpid_2"],
    ["", { name: "nightly", workflowId: "wpid_2" }, 'schedule "nightly" of workflow wpid_2'],
    ["", { name: unknownValue, workflowId: "wpid_2" }, "schedule of workflow wpid_2"],
  ])("for the id %j and the inputs %j is: %s", (id, inputs, subject) => {
    expect(bench.lifecycle().subject(id, inputs)).toBe(subject);
  });

  it("may show the values of inputs that are never secret", () => {
    const times = ["cronExpression", "interval", "intervalSeconds", "firstFireAt", "runAt", "timezone"];
    const shown = ["workflowId", "name", "enabled", "adopt", ...times];
    expect([...bench.lifecycle().publicInputs].sort()).toEqual(shown.sort());
  });
});

describe("creating a schedule", () => {
  it("sends one POST, and stores nothing volatile", async () => {
    const engine = bench.engine();
    expect(await engine.up(nightly({ description: "Invoices", enabled: false }))).toBe("create");
    const row = only();
    expect(row).toMatchObject({ name: "nightly", description: "Invoices", enabled: false, parameters: null });
    expect(bench.writes()).toEqual(["POST "]);
    expect(engine.kept?.id).toBe(`${workflowId}/${row.workflow_schedule_id}`);
    expect(engine.state).toEqual({
      workflowId,
      organizationId: row.organization_id,
      cronExpression: "0 2 * * *",
      timezone: "UTC",
      name: "nightly",
      description: "Invoices",
      enabled: false,
      scheduleId: row.workflow_schedule_id,
      createdAt: `${row.created_at}Z`,
      origin: engine.origin,
    });
  });

  it("stores no undefined value, which the engine does not take", async () => {
    const lifecycle = bench.lifecycle();
    const { inputs } = await lifecycle.check(undefined, { workflowId, cronExpression: "0 2 * * *" });
    const { id, state } = await lifecycle.create(inputs as never);
    expect(Object.values(state)).not.toContain(undefined);
    const body = { interval_seconds: 600, timezone: "UTC", name: null };
    await bench.byHand("PUT", `/workflows/${workflowId}/schedules/${only().workflow_schedule_id}`, body);
    const existing = await bench.lifecycle().read(id, {});
    expect(Object.values(existing?.state ?? { nothing: undefined })).not.toContain(undefined);
    expect(Object.values(existing?.inputs ?? { nothing: undefined })).not.toContain(undefined);
  });

  it("enables the schedule if enabled is left out", async () => {
    await made();
    expect(only().enabled).toBe(true);
  });

  it("reports what the server refused, without parameter values", async () => {
    const lifecycle = bench.lifecycle();
    const { inputs } = await bench
      .lifecycle({ checkWorkflows: false })
      .check(undefined, nightly({ parameters: { vendor: "correct-horse" } }));
    const create = lifecycle.create(inputs as never);
    await expect(create).rejects.toMatchObject({
      kind: "invalid",
      message: expect.stringMatching(/create schedule "nightly".*Unknown schedule parameters.*vendor/),
    });
    await expect(create).rejects.not.toThrow("correct-horse");
    expect(bench.schedulesOf(workflowId)).toEqual([]);
  });
});

describe("a schedule that did not change", () => {
  it("is not written again, because each write would skip a due run", async () => {
    workflowId = bench.sandbox.addWorkflow("Takes all", [{ key: "options", type: "json" }]).workflowId;
    const inputs = nightly({ parameters: { options: { a: [1, { b: 2, c: null }], d: 1.5 } } });
    const engine = await made(inputs);
    const same = nightly({ parameters: { options: { d: 1.5, a: [1, { c: null, b: 2 }] } }, timezone: "UTC" });
    expect(await engine.up(same)).toBe("same");
    expect(await engine.up({ ...same, cronExpression: " 0  2 * * * " })).toBe("same");
    expect(bench.writes()).toEqual([]);
  });

  it("is neither changed nor replaced by the next update, and is replaced only for another workflow", async () => {
    const { kept } = await made();
    const diff = (inputs: Properties) =>
      bench.lifecycle().diff(String(kept?.id), kept?.state as never, inputs as never);
    const same = { changes: false, changed: [], replaces: [], deleteBeforeReplace: false };
    expect(await diff({ ...kept?.inputs })).toEqual(same);
    expect(await diff({ ...kept?.inputs, name: "later" })).toEqual({
      ...same,
      changes: true,
      changed: ["name"],
    });
    expect(await diff({ ...kept?.inputs, workflowId: bench.workflow() })).toEqual({
      changes: true,
      changed: ["workflowId"],
      replaces: ["workflowId"],
      deleteBeforeReplace: true,
    });
  });

  it("is not written if adopt is added, changed or removed later", async () => {
    const engine = await made(nightly({ adopt: true }));
    expect(await engine.up(nightly({ adopt: "wfs_0" }))).toBe("same");
    expect(await engine.up(nightly())).toBe("same");
    expect(await engine.up(nightly({ adopt: false }))).toBe("same");
    expect(bench.writes()).toEqual([]);
  });

  it("is not written if a value that was unknown in the preview is unchanged", async () => {
    const engine = await made();
    const lifecycle = bench.lifecycle();
    const state = engine.state as never;
    const preview = { ...engine.kept?.inputs, timezone: unknownValue } as never;
    expect((await lifecycle.diff(engine.kept?.id ?? "", state, preview)).changes).toBe(true);
    expect(await lifecycle.update(engine.kept?.id ?? "", state, engine.kept?.inputs as never)).toEqual(state);
    expect(bench.writes()).toEqual([]);
  });
});

describe("updating a schedule", () => {
  it.each([
    ["cronExpression", { cronExpression: "0 3 * * *" }, { cron_expression: "0 3 * * *" }],
    ["timezone", { timezone: "Asia/Tokyo" }, { timezone: "Asia/Tokyo" }],
    ["name", { name: "later" }, { name: "later" }],
    ["description", { description: "Invoices" }, { description: "Invoices" }],
    ["enabled and others", { enabled: false, name: "x" }, { enabled: false, name: "x" }],
  ])("updates a changed %s in place with one PUT", async (_, change, row) => {
    const engine = await made();
    const before = only();
    expect(await engine.up(nightly(change))).toBe("update");
    expect(bench.writes()).toEqual(["PUT /wfs"]);
    expect(only()).toMatchObject({ ...row, workflow_schedule_id: before.workflow_schedule_id });
    expect(await engine.up(nightly(change))).toBe("same");
  });

  it("clears a description and parameters that the program removes", async () => {
    workflowId = bench.sandbox.addWorkflow("One", [
      { key: "label", type: "string", defaultValue: "x" },
    ]).workflowId;
    const engine = await made(nightly({ description: "Invoices", parameters: { label: "y" } }));
    expect(await engine.up(nightly())).toBe("update");
    expect(only()).toMatchObject({ description: null, parameters: null });
    expect(bench.writes()).toEqual(["PUT /wfs"]);
    expect(engine.state).not.toHaveProperty("description");
    expect(engine.state).not.toHaveProperty("parameters");
  });

  it("replaces the schedule for another workflow, and deletes the old one first, so that nothing fires twice", async () => {
    const engine = await made();
    const other = bench.workflow();
    expect(await engine.up(nightly({ workflowId: other }))).toBe("replace");
    expect(bench.writes()).toEqual(["DELETE /wfs", "POST "]);
    expect(bench.schedulesOf(workflowId)).toEqual([]);
    expect(bench.schedulesOf(other)).toHaveLength(1);
  });

  it("reports what to do if the schedule was deleted outside Pulumi", async () => {
    const engine = await made();
    await bench.byHand("DELETE", `/workflows/${workflowId}/schedules/${only().workflow_schedule_id}`);
    await expect(engine.up(nightly({ name: "later" }))).rejects.toThrow(
      /deleted outside Pulumi.*pulumi refresh/,
    );
  });

  it("reports once what the server refused if the workflow was edited meanwhile", async () => {
    workflowId = bench.sandbox.addWorkflow("Edited", [{ key: "vendor", type: "string" }]).workflowId;
    const engine = await made(nightly({ parameters: { vendor: "correct-horse" } }));
    const pause = { block_type: "wait", label: "pause", wait_sec: 1 };
    const parameter = { parameter_type: "workflow", key: "supplier", workflow_parameter_type: "string" };
    const definition = { title: "Edited", workflow_definition: { parameters: [parameter], blocks: [pause] } };
    await bench.byHand("POST", `/../../v1/workflows/${workflowId}`, { json_definition: definition });
    bench.clear();
    const update = engine.up(nightly({ parameters: { vendor: "correct-horse" }, name: "later" }));
    await expect(update).rejects.toMatchObject({
      kind: "invalid",
      message: expect.stringMatching(/Unknown schedule parameters .*vendor/),
    });
    await expect(update).rejects.not.toThrow("correct-horse");
    expect(bench.writes()).toEqual(["PUT /wfs"]);
    expect(engine.state).toMatchObject({ name: "nightly" });
  });

  it("detects a deleted schedule even if a parameter's value is part of its id", async () => {
    workflowId = bench.sandbox.addWorkflow("Zip", [{ key: "zip", type: "string" }]).workflowId;
    const engine = await made(nightly({ parameters: { zip: "0000" } }));
    const id = only().workflow_schedule_id;
    await bench.byHand("DELETE", `/workflows/${workflowId}/schedules/${id}`);
    const update = engine.up(nightly({ parameters: { zip: id.slice(4, 9) } }));
    await expect(update).rejects.toThrow(/deleted outside Pulumi/);
  });
});

describe("a key of another organisation", () => {
  it("is refused by refresh, update and destroy, which take nothing for deleted", async () => {
    const engine = await made(nightly());
    const elsewhere = await startSandbox();
    try {
      const apiKey = new Secret(elsewhere.apiKey);
      for (const act of [
        () => engine.refresh(),
        () => engine.up(nightly({ timezone: "Asia/Tokyo" })),
        () => engine.destroy(),
      ]) {
        engine.lifecycle = bench.lifecycle({ apiKey, baseUrl: elsewhere.url, checkWorkflows: false });
        await expect(act()).rejects.toMatchObject({
          kind: "unauthorized",
          message: expect.stringMatching(
            /^Schedule wfs_\d+ belongs to the organisation o_\d+, .* It is the key of another account or environment/,
          ),
        });
      }
      expect(engine.kept).toBeDefined();
      expect(only().timezone).toBe("UTC");
    } finally {
      await elsewhere.close();
    }
  });
});

describe("enabled", () => {
  const pause = (id: string, verb = "disable") =>
    bench.byHand("POST", `/workflows/${workflowId}/schedules/${id}/${verb}`);

  it.each([true, false])("is switched to %s with one POST if nothing else changed", async (enabled) => {
    const engine = await made(nightly({ enabled: !enabled }));
    expect(await engine.up(nightly({ enabled }))).toBe("update");
    expect(bench.writes()).toEqual([`POST /wfs/${enabled ? "enable" : "disable"}`]);
    expect(only().enabled).toBe(enabled);
    expect(engine.state).toMatchObject({ enabled });
  });

  it.each([true, false])("is enforced as %s after a change by hand", async (enabled) => {
    const engine = await made(nightly({ enabled }));
    await pause(only().workflow_schedule_id, enabled ? "disable" : "enable");
    await engine.refresh();
    expect(engine.state).toMatchObject({ enabled: !enabled });
    expect(await engine.up(nightly({ enabled }))).toBe("update");
    expect(only().enabled).toBe(enabled);
  });

  it("respects a pause if left out, through refresh and other updates", async () => {
    const engine = await made();
    await pause(only().workflow_schedule_id);
    await engine.refresh();
    expect(await engine.up(nightly())).toBe("same");
    expect(await engine.up(nightly({ name: "later" }))).toBe("update");
    expect(only().enabled).toBe(false);
    expect(engine.state).toMatchObject({ enabled: false });
  });

  it("respects a pause that Pulumi has not seen yet if left out", async () => {
    const engine = await made();
    await pause(only().workflow_schedule_id);
    expect(await engine.up(nightly({ name: "later" }))).toBe("update");
    expect(engine.state).toMatchObject({ enabled: false });
  });
});

describe("reading a schedule", () => {
  it("shows when somebody last changed it, if it differs from state", async () => {
    const engine = await made();
    const { workflow_schedule_id: scheduleId } = only();
    await bench.byHand("POST", `/workflows/${workflowId}/schedules/${scheduleId}/disable`);
    await engine.refresh();
    const changedAt = `${only().modified_at}Z`;
    expect(bench.progress.map(readChangeNote)).toEqual([{ scheduleId, changedAt }]);
    // Now state has the change.
    await engine.refresh();
    expect(bench.progress).toHaveLength(1);
  });

  it("needs no time of the last change, which an older server may not show", async () => {
    const engine = await made();
    bench.proxy.inject(
      () => true,
      async (exchange) => {
        const whole = await exchange.forward();
        exchange.reply({
          ...whole,
          body: whole.body.replace(/"modified_at":"[^"]*"/g, '"modified_at":null'),
        });
      },
      Number.POSITIVE_INFINITY,
    );
    await bench.byHand("POST", `/workflows/${workflowId}/schedules/${only().workflow_schedule_id}/disable`);
    expect(await engine.refresh()).toBe(true);
    expect(engine.state).toMatchObject({ enabled: false });
    for (const name of ["later", "latest"])
      expect(await engine.up(nightly({ enabled: true, name }))).toBe("update");
    expect([bench.progress, bench.warnings]).toEqual([[], []]);
  });

  it("shows drift in inputs and state, and the next up repairs it", async () => {
    const engine = await made(nightly({ enabled: true }));
    const { workflow_schedule_id: id } = only();
    const body = { cron_expression: "0 4 * * *", timezone: "Asia/Tokyo", name: null, description: "by hand" };
    await bench.byHand("PUT", `/workflows/${workflowId}/schedules/${id}`, body);
    expect(await engine.refresh()).toBe(true);
    const drifted = {
      cronExpression: "0 4 * * *",
      timezone: "Asia/Tokyo",
      description: "by hand",
      enabled: true,
    };
    expect(engine.kept?.inputs).toEqual({ workflowId, ...drifted, origin: engine.origin });
    expect(engine.state).toMatchObject(drifted);
    bench.clear();
    expect(await engine.up(nightly({ enabled: true }))).toBe("update");
    expect(bench.writes()).toEqual(["PUT /wfs"]);
    expect(only()).toMatchObject({
      cron_expression: "0 2 * * *",
      timezone: "UTC",
      name: "nightly",
      description: null,
    });
  });

  it("repairs a schedule that somebody turned into an interval", async () => {
    const engine = await made();
    const body = { interval_seconds: 600, timezone: "UTC", name: "nightly" };
    await bench.byHand("PUT", `/workflows/${workflowId}/schedules/${only().workflow_schedule_id}`, body);
    await engine.refresh();
    expect(engine.state).not.toHaveProperty("cronExpression");
    expect(await engine.up(nightly())).toBe("update");
    expect(only()).toMatchObject({ cron_expression: "0 2 * * *", interval_seconds: null });
  });

  it("reports no drift after a write, even with blanks and nulls", async () => {
    const id = await bench.scheduleByHand(workflowId, { cron_expression: " 0  2 * * * " });
    const engine = bench.engine();
    await engine.up(nightly({ adopt: id }));
    expect(bench.writes()).toEqual(["POST "]);
    await engine.refresh();
    engine.lifecycle = bench.lifecycle();
    expect(await engine.up(nightly({ adopt: id }))).toBe("same");
  });

  it.each(["@daily", "@midnight"])(
    "reports no drift for %s, which is the expression of the program",
    async (alias) => {
      const engine = await made(nightly({ cronExpression: "0 0 * * *" }));
      const body = { cron_expression: alias, timezone: "UTC", name: "nightly" };
      await bench.byHand("PUT", `/workflows/${workflowId}/schedules/${only().workflow_schedule_id}`, body);
      await engine.refresh();
      expect(engine.state).toMatchObject({ cronExpression: "0 0 * * *" });
      expect(await engine.up(nightly({ cronExpression: "0 0 * * *" }))).toBe("same");
      expect(only()).toMatchObject({ cron_expression: alias });
    },
  );

  it("takes a schedule for deleted if it or its workflow was deleted", async () => {
    const engine = await made();
    await bench.byHand("DELETE", `/workflows/${workflowId}/schedules/${only().workflow_schedule_id}`);
    expect(await engine.refresh()).toBe(false);
    const other = await made(nightly({ workflowId: bench.workflow() }));
    bench.sandbox.deleteWorkflow(String(other.state.workflowId));
    expect(await other.refresh()).toBe(false);
  });

  it("reads a schedule that is not in state by its id alone", async () => {
    const id = await bench.scheduleByHand(workflowId);
    const existing = await bench.lifecycle().read(`${workflowId}/${id}`, {});
    expect(existing).toMatchObject({ inputs: { name: "nightly" }, state: { scheduleId: id } });
    expect(bench.progress).toEqual([]);
  });

  it.each(["wfs_1", "xwpid_1/wfs_1", "wpid_1/", "/wfs_1", "wpid_1/wfs_1/x", ""])(
    "refuses the id %j",
    async (id) => {
      await expect(bench.lifecycle().read(id, {})).rejects.toMatchObject({ kind: "invalid" });
    },
  );
});

describe("deleting a schedule", () => {
  it("sends one DELETE", async () => {
    const engine = await made();
    await engine.destroy();
    expect(bench.writes()).toEqual(["DELETE /wfs"]);
    expect(bench.schedulesOf(workflowId)).toEqual([]);
  });

  it("succeeds if the schedule or its workflow is already deleted", async () => {
    const [first, second] = [await made(), await made(nightly({ workflowId: bench.workflow() }))];
    await bench.byHand("DELETE", `/workflows/${workflowId}/schedules/${only().workflow_schedule_id}`);
    bench.sandbox.deleteWorkflow(String(second.state.workflowId));
    await expect(first.destroy()).resolves.toBeUndefined();
    await expect(second.destroy()).resolves.toBeUndefined();
  });

  it("does not take another server's 404 for a deleted schedule", async () => {
    const engine = await made();
    engine.lifecycle = bench.lifecycle({ baseUrl: `${bench.proxy.url}/elsewhere` });
    await expect(engine.destroy()).rejects.toMatchObject({ kind: "unsupported" });
    await expect(engine.refresh()).rejects.toBeInstanceOf(SkyvernError);
    expect(engine.kept).toBeDefined();
  });
});
