import { type Sandbox, startSandbox } from "../../src/sandbox";
import { doors } from "../support/provider/doors";
import { type Properties, unknown } from "../support/provider/messages";
import type { ProviderProcess } from "../support/provider/provider-process";
import type { ResourceClient } from "../support/provider/resource-client";

describe.each(doors)("a schedule in $name", (door) => {
  let sandbox: Sandbox;
  let host: ProviderProcess;
  let workflowId: string;

  const start = () => door.start({ "skyvern:apiKey": sandbox.apiKey, "skyvern:baseUrl": sandbox.url });
  beforeAll(async () => {
    sandbox = await startSandbox();
    workflowId = sandbox.workflows.typed.workflowId;
    host = await start();
  });
  afterAll(async () => {
    await host.close();
    await sandbox.close();
  });
  beforeEach(() => sandbox.requests.clear());

  const schedule = (name: string) => ({
    ...door.hidden("WorkflowSchedule"),
    workflowId,
    cronExpression: "0 2 * * *",
    timezone: "UTC",
    name,
    parameters: { target: "acme", count: 3 },
  });

  /** The calls about the schedule of this name. */
  const resourceOf = (name: string, of = host) => of.resource(door.urn("WorkflowSchedule", name));

  /** `pulumi destroy`: as each command does, it starts a process of its own. */
  async function destroy(name: string, id: string, state: Properties): Promise<void> {
    const another = await start();
    await resourceOf(name, another)
      .delete(id, state)
      .finally(() => another.close());
  }

  describe("check", () => {
    const check: ResourceClient["check"] = (olds, news) => resourceOf("checked").check(olds, news);

    it("fills in UTC, evens out blanks, and drops what has no value", async () => {
      const { timezone, ...given } = schedule("checked");
      const { inputs, failures } = await check(
        {},
        { ...given, cronExpression: " 0  2 * * * ", description: null, scheduleId: null, createdAt: null },
      );
      expect(failures).toEqual([]);
      expect(inputs).toEqual(schedule("checked"));
    });

    it("returns all failures at once, each on its property", async () => {
      const { failures } = await check(
        {},
        { ...schedule("bad"), workflowId: "invoices", cronExpression: "@daily", timezone: "utc" },
      );
      expect(failures.map(({ property }) => property).sort()).toEqual([
        "cronExpression",
        "timezone",
        "workflowId",
      ]);
      for (const { reason } of failures) expect(reason).toMatch(/^\S.*$/);
    });

    it("names a property that may be secret in the reason, so that the engine shows no value", async () => {
      const parameters = { target: "acme", count: "a-secret-count" };
      const { failures } = await check({}, { ...schedule("secret"), parameters });
      expect(failures).toEqual([{ property: "", reason: expect.stringMatching(/^parameters\.count: /) }]);
      expect(failures[0]?.reason).not.toContain("a-secret-count");
    });

    it("takes unknown values as right, at any depth, and hands them on", async () => {
      const parameters = { target: unknown, count: 3, options: { list: [unknown] } };
      const news = { ...schedule("unknown"), cronExpression: unknown, parameters };
      expect(await check({}, news)).toEqual({ inputs: news, failures: [] });
      const without = { ...news, workflowId: unknown, parameters: unknown };
      expect(await check({}, without)).toEqual({ inputs: without, failures: [] });
    });

    it("refuses no value that is in state already", async () => {
      const old = { ...schedule("old"), cronExpression: "* * * * *" };
      expect((await check(old, old)).failures).toEqual([]);
      expect((await check({}, old)).failures).toHaveLength(1);
    });
  });

  it("is created, read, diffed, updated, paused and deleted, each with one request at most", async () => {
    const resource = resourceOf("whole life");
    const inputs = schedule("whole life");
    expect(await resource.check({}, inputs)).toEqual({ inputs, failures: [] });
    const { id, properties: state } = await resource.create(inputs);
    const [row] = sandbox.schedules();
    expect(id).toBe(`${workflowId}/${row?.workflow_schedule_id}`);
    expect(state).toEqual({
      ...inputs,
      enabled: true,
      scheduleId: row?.workflow_schedule_id,
      createdAt: `${row?.created_at}Z`,
      organizationId: row?.organization_id,
    });

    expect(await resource.diff(id, state, inputs)).toEqual({
      changes: false,
      replaces: [],
      deleteBeforeReplace: false,
      ...door.detailed({}),
    });
    expect(await resource.read(id, state)).toEqual({
      id,
      properties: state,
      inputs: { ...inputs, enabled: true },
    });

    const wanted = { ...inputs, cronExpression: "30 4 * * *", description: "Earlier" };
    expect((await resource.diff(id, state, wanted)).changes).toBe(true);
    const updated = await resource.update(id, state, wanted);
    expect(updated).toEqual({ ...state, ...wanted });

    const paused = await resource.update(id, updated, { ...wanted, enabled: false });
    expect(paused.enabled).toBe(false);

    await destroy("whole life", id, paused);
    expect(sandbox.schedules()).toEqual([]);
    expect(sandbox.requests.writes.map(({ method, path }) => `${method} ${path.split("/").pop()}`)).toEqual([
      "POST schedules",
      `PUT ${row?.workflow_schedule_id}`,
      "POST disable",
      `DELETE ${row?.workflow_schedule_id}`,
    ]);
  });

  it("is held and given back with one request each, and the hold's input is refused with a sentence", async () => {
    const resource = resourceOf("held");
    const inputs = schedule("held");
    const { id, properties: state } = await resource.create(inputs);
    sandbox.requests.clear();
    const given = { ...inputs, enabled: false, afterHold: "as before" };
    const { inputs: checked, failures } = await resource.check(inputs, given);
    expect({ checked, failures }).toEqual({ checked: given, failures: [] });
    expect(await resource.diff(id, state, checked)).toMatchObject({ changes: true, replaces: [] });
    const paused = await resource.update(id, state, checked);
    expect(paused).toEqual({ ...state, enabled: false, afterHold: "enabled" });
    expect(await resource.diff(id, paused, checked)).toMatchObject({ changes: false });
    expect(await resource.read(id, paused)).toEqual({
      id,
      properties: paused,
      inputs: { ...inputs, enabled: false },
    });
    expect(await resource.diff(id, paused, inputs)).toMatchObject({ changes: true, replaces: [] });
    expect(await resource.update(id, paused, inputs)).toEqual(state);
    expect(sandbox.requests.writes.map(({ path }) => path.split("/").pop())).toEqual(["disable", "enable"]);
    const wrong = await resource.check({}, { ...given, name: "wrong", afterHold: "on" });
    expect(wrong.failures).toEqual([
      { property: "enabled", reason: expect.stringMatching(/^enabled must be true or false/) },
    ]);
    await destroy("held", id, state);
  });

  it("is replaced, the old one first, when its workflow changes", async () => {
    const resource = resourceOf("moves");
    const { id, properties: state } = await resource.create(schedule("moves"));
    const other = { ...schedule("moves"), workflowId: sandbox.workflows.plain.workflowId };
    expect(await resource.diff(id, state, other)).toEqual({
      changes: true,
      replaces: ["workflowId"],
      deleteBeforeReplace: true,
      ...door.detailed({ workflowId: "UPDATE_REPLACE" }),
    });
    await resource.delete(id, state);
  });

  it("may change, when an input is not known yet", async () => {
    const resource = resourceOf("unknown");
    const { id, properties: state } = await resource.create(schedule("unknown"));
    const news = { ...schedule("unknown"), parameters: { target: unknown, count: 3 } };
    expect(await resource.diff(id, state, news)).toMatchObject({ changes: true, replaces: [] });
    await resource.delete(id, state);
  });

  it("is gone, with an empty id, when it was deleted by hand; deleting it again is no error", async () => {
    const resource = resourceOf("short-lived");
    const { id, properties: state } = await resource.create(schedule("short-lived"));
    await resource.delete(id, state);
    expect(await resource.read(id, state)).toMatchObject({ id: "", inputs: {} });
    await expect(resource.delete(id, state)).resolves.toBeUndefined();
    expect(host.errors).toBe("");
  });

  it("is named first in an error when a lookup of it fails", async () => {
    const settings = { "skyvern:apiKey": "wrong", "skyvern:baseUrl": sandbox.url };
    const refused = await door.start(settings);
    const nightly = resourceOf("nightly", refused);
    try {
      const inputs = { ...schedule("nightly"), adopt: true };
      const request = `could not list the schedules of workflow ${workflowId}: Skyvern refused the API key (HTTP 403`;
      const state = { ...inputs, scheduleId: "wfs_1", enabled: true, createdAt: "2026-11-29T00:00:00Z" };
      const of = `of workflow ${workflowId}: `;
      await expect(nightly.create(inputs)).rejects.toMatchObject({
        details: expect.stringContaining(`Could not create schedule "nightly" ${of}${request}`),
      });
      await expect(nightly.read(`${workflowId}/wfs_1`, state)).rejects.toMatchObject({
        details: expect.stringContaining(`Could not read schedule "nightly" (wfs_1) ${of}${request}`),
      });
      expect((await nightly.check({}, inputs)).failures[0]?.reason).toMatch(
        `Could not check schedule "nightly" ${of}could not read workflow ${workflowId}: Skyvern refused`,
      );
      // The failed request is what was to be done.
      await expect(nightly.delete(`${workflowId}/wfs_1`, state)).rejects.toMatchObject({
        details: expect.stringContaining(`Could not delete schedule wfs_1 ${of}Skyvern refused`),
      });
    } finally {
      await refused.close();
    }
  });

  it("says in one sentence what to do when an update finds it gone", async () => {
    const resource = resourceOf("vanishes");
    const { id, properties: state } = await resource.create(schedule("vanishes"));
    await resource.delete(id, state);
    const update = resource.update(id, state, { ...schedule("vanishes"), timezone: "Asia/Tokyo" });
    await expect(update).rejects.toMatchObject({ details: expect.stringContaining("pulumi refresh") });
  });
});
