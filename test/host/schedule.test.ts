import { type Sandbox, startSandbox } from "../../src/sandbox";
import { ProviderHost, schedulePointer } from "../support/engine/provider-host";

/** What a value that is not known before `pulumi up` looks like. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("a schedule in the dynamic-provider process", () => {
  let sandbox: Sandbox;
  let host: ProviderHost;
  let workflowId: string;

  beforeAll(async () => {
    sandbox = await startSandbox();
    workflowId = sandbox.workflows.typed.workflowId;
    host = await ProviderHost.start({ "skyvern:apiKey": sandbox.apiKey, "skyvern:baseUrl": sandbox.url });
  });
  afterAll(async () => {
    await host.close();
    await sandbox.close();
  });
  beforeEach(() => sandbox.requests.clear());

  const schedule = (name: string) => ({
    __provider: schedulePointer,
    workflowId,
    cronExpression: "0 2 * * *",
    timezone: "UTC",
    name,
    parameters: { target: "acme", count: 3 },
  });

  describe("check", () => {
    it("fills in UTC, evens out blanks, and drops what has no value", async () => {
      const { timezone, ...given } = schedule("checked");
      const { inputs, failures } = await host.check(
        {},
        { ...given, cronExpression: " 0  2 * * * ", description: null, scheduleId: null, createdAt: null },
      );
      expect(failures).toEqual([]);
      expect(inputs).toEqual(schedule("checked"));
    });

    it("returns all failures at once, each on its property", async () => {
      const { failures } = await host.check(
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
      const { failures } = await host.check({}, { ...schedule("secret"), parameters });
      expect(failures).toEqual([{ property: "", reason: expect.stringMatching(/^parameters\.count: /) }]);
      expect(failures[0]?.reason).not.toContain("a-secret-count");
    });

    it("takes unknown values as right, at any depth, and hands them on", async () => {
      const parameters = { target: unknown, count: 3, options: { list: [unknown] } };
      const news = { ...schedule("unknown"), cronExpression: unknown, parameters };
      expect(await host.check({}, news)).toEqual({ inputs: news, failures: [] });
      const without = { ...news, workflowId: unknown, parameters: unknown };
      expect(await host.check({}, without)).toEqual({ inputs: without, failures: [] });
    });

    it("refuses no value that is in state already", async () => {
      const old = { ...schedule("old"), cronExpression: "* * * * *" };
      expect((await host.check(old, old)).failures).toEqual([]);
      expect((await host.check({}, old)).failures).toHaveLength(1);
    });
  });

  it("is created, read, diffed, updated, paused and deleted, each with one request at most", async () => {
    const inputs = schedule("whole life");
    expect(await host.check({}, inputs)).toEqual({ inputs, failures: [] });
    const { id, properties: state } = await host.create(inputs);
    const [row] = sandbox.schedules();
    expect(id).toBe(`${workflowId}/${row?.workflow_schedule_id}`);
    expect(state).toEqual({
      ...inputs,
      enabled: true,
      scheduleId: row?.workflow_schedule_id,
      createdAt: `${row?.created_at}Z`,
      organizationId: row?.organization_id,
    });

    expect(await host.diff(id, state, inputs)).toEqual({
      changes: false,
      replaces: [],
      deleteBeforeReplace: false,
    });
    expect(await host.read(id, state)).toEqual({
      id,
      properties: state,
      inputs: { ...inputs, enabled: true },
    });

    const wanted = { ...inputs, cronExpression: "30 4 * * *", description: "Earlier" };
    expect((await host.diff(id, state, wanted)).changes).toBe(true);
    const updated = await host.update(id, state, wanted);
    expect(updated).toEqual({ ...state, ...wanted });

    const paused = await host.update(id, updated, { ...wanted, enabled: false });
    expect(paused.enabled).toBe(false);

    await host.delete(id, paused);
    expect(sandbox.schedules()).toEqual([]);
    expect(sandbox.requests.writes.map(({ method, path }) => `${method} ${path.split("/").pop()}`)).toEqual([
      "POST schedules",
      `PUT ${row?.workflow_schedule_id}`,
      "POST disable",
      `DELETE ${row?.workflow_schedule_id}`,
    ]);
  });

  it("is held and given back with one request each, and the hold's input is refused with a sentence", async () => {
    const inputs = schedule("held");
    const { id, properties: state } = await host.create(inputs);
    sandbox.requests.clear();
    const given = { ...inputs, enabled: false, afterHold: "as before" };
    const { inputs: checked, failures } = await host.check(inputs, given);
    expect({ checked, failures }).toEqual({ checked: given, failures: [] });
    expect(await host.diff(id, state, checked)).toMatchObject({ changes: true, replaces: [] });
    const paused = await host.update(id, state, checked);
    expect(paused).toEqual({ ...state, enabled: false, afterHold: "enabled" });
    expect(await host.diff(id, paused, checked)).toMatchObject({ changes: false });
    expect(await host.read(id, paused)).toEqual({
      id,
      properties: paused,
      inputs: { ...inputs, enabled: false },
    });
    expect(await host.diff(id, paused, inputs)).toMatchObject({ changes: true, replaces: [] });
    expect(await host.update(id, paused, inputs)).toEqual(state);
    expect(sandbox.requests.writes.map(({ path }) => path.split("/").pop())).toEqual(["disable", "enable"]);
    const wrong = await host.check({}, { ...given, name: "wrong", afterHold: "on" });
    expect(wrong.failures).toEqual([
      { property: "enabled", reason: expect.stringMatching(/^enabled must be true or false/) },
    ]);
    await host.delete(id, state);
  });

  it("is replaced, the old one first, when its workflow changes", async () => {
    const { id, properties: state } = await host.create(schedule("moves"));
    const other = { ...schedule("moves"), workflowId: sandbox.workflows.plain.workflowId };
    expect(await host.diff(id, state, other)).toEqual({
      changes: true,
      replaces: ["workflowId"],
      deleteBeforeReplace: true,
    });
    await host.delete(id, state);
  });

  it("may change, when an input is not known yet", async () => {
    const { id, properties: state } = await host.create(schedule("unknown"));
    const news = { ...schedule("unknown"), parameters: { target: unknown, count: 3 } };
    expect(await host.diff(id, state, news)).toMatchObject({ changes: true, replaces: [] });
    await host.delete(id, state);
  });

  it("is gone, with an empty id, when it was deleted by hand; deleting it again is no error", async () => {
    const { id, properties: state } = await host.create(schedule("short-lived"));
    await host.delete(id, state);
    expect(await host.read(id, state)).toMatchObject({ id: "", inputs: {} });
    await expect(host.delete(id, state)).resolves.toBeUndefined();
    expect(host.errors).toBe("");
  });

  it("is named first in an error when a lookup of it fails", async () => {
    const settings = { "skyvern:apiKey": "wrong", "skyvern:baseUrl": sandbox.url };
    const refused = await ProviderHost.start(settings);
    try {
      const inputs = { ...schedule("nightly"), adopt: true };
      const request = `could not list the schedules of workflow ${workflowId}: Skyvern refused the API key (HTTP 403`;
      const state = { ...inputs, scheduleId: "wfs_1", enabled: true, createdAt: "2026-11-29T00:00:00Z" };
      const of = `of workflow ${workflowId}: `;
      await expect(refused.create(inputs)).rejects.toMatchObject({
        details: expect.stringContaining(`Could not create schedule "nightly" ${of}${request}`),
      });
      await expect(refused.read(`${workflowId}/wfs_1`, state)).rejects.toMatchObject({
        details: expect.stringContaining(`Could not read schedule "nightly" (wfs_1) ${of}${request}`),
      });
      expect((await refused.check({}, inputs)).failures[0]?.reason).toMatch(
        `Could not check schedule "nightly" ${of}could not read workflow ${workflowId}: Skyvern refused`,
      );
      // The failed request is what was to be done.
      await expect(refused.delete(`${workflowId}/wfs_1`, state)).rejects.toMatchObject({
        details: expect.stringContaining(`Could not delete schedule wfs_1 ${of}Skyvern refused`),
      });
    } finally {
      await refused.close();
    }
  });

  it("says in one sentence what to do when an update finds it gone", async () => {
    const { id, properties: state } = await host.create(schedule("vanishes"));
    await host.delete(id, state);
    const update = host.update(id, state, { ...schedule("vanishes"), timezone: "Asia/Tokyo" });
    await expect(update).rejects.toMatchObject({ details: expect.stringContaining("pulumi refresh") });
  });
});
