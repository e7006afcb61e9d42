import { IncompleteError } from "../../../src/errors";
import type { Properties } from "../../../src/provider/lifecycle";
import { unknownValue } from "../../../src/provider/unknown";
import { nightlySchedule, type ScheduleBench, setUpSchedules } from "../../support/bench/schedule-bench";
import type { SmallEngine } from "../../support/engine/small-engine";
import { answer, dropAfter, dropBefore, type ProxiedRequest } from "../../support/faults/proxy";

let bench: ScheduleBench;
let workflowId: string;
setUpSchedules((test) => {
  ({ bench, workflowId } = test);
});

const nightly = (changes: Properties = {}) => nightlySchedule(workflowId, changes);

/** What the resource class makes of a program's inputs while `skyvern:paused` is true. */
const held = ({ enabled, ...inputs }: Properties = nightly()): Properties => ({
  ...inputs,
  enabled: false,
  afterHold: enabled === undefined ? "as before" : enabled === true ? "enabled" : "paused",
});

/** `pulumi up`: what was done, and what was written. Each command is a process of its own. */
async function up(engine: SmallEngine, inputs: Properties): Promise<readonly string[]> {
  engine.lifecycle = bench.lifecycle();
  bench.sandbox.requests.clear();
  const done = await engine.up(inputs);
  return [done, ...bench.writes()];
}

function refresh(engine: SmallEngine): Promise<boolean> {
  engine.lifecycle = bench.lifecycle();
  return engine.refresh();
}

async function made(inputs: Properties = nightly()): Promise<SmallEngine> {
  const engine = bench.engine();
  await engine.up(inputs);
  return engine;
}

const only = (workflow = workflowId) => {
  const [row, ...others] = bench.schedulesOf(workflow);
  expect(others).toEqual([]);
  if (row === undefined) throw new Error("there is no schedule");
  return row;
};

const byHand = (verb: "disable" | "enable") =>
  bench.byHand("POST", `/workflows/${workflowId}/schedules/${only().workflow_schedule_id}/${verb}`);

const disabled = ["update", "POST /wfs/disable"];
const enabled = ["update", "POST /wfs/enable"];
const isSwitch = ({ path }: ProxiedRequest) => /\/(en|dis)able$/.test(path);
const isCreate = ({ method, path }: ProxiedRequest) => method === "POST" && path.endsWith("/schedules");
const isList = ({ method, path }: ProxiedRequest) => method === "GET" && /\/wpid_\d+\/schedules$/.test(path);
const isItem = ({ method, path }: ProxiedRequest) => method === "GET" && /\/wfs_\d+$/.test(path);
/** Not within what a client waits. */
const unavailable = answer(503, '{"error":"Database temporarily unavailable"}', { "retry-after": "3600" });

describe("a hold of a schedule whose enabled is left out", () => {
  it("pauses a firing schedule with one POST, and resumes it with one POST", async () => {
    const engine = await made();
    expect(await up(engine, held())).toEqual(disabled);
    expect(engine.state).toMatchObject({ enabled: false, afterHold: "enabled" });
    expect(await up(engine, held())).toEqual(["same"]);
    expect(only().enabled).toBe(false);
    expect(await up(engine, nightly())).toEqual(enabled);
    expect(only().enabled).toBe(true);
    expect(engine.state).not.toHaveProperty("afterHold");
    expect(await up(engine, nightly())).toEqual(["same"]);
    expect(bench.warnings).toEqual([]);
  });

  it("writes nothing for a schedule that was paused by hand before, and keeps the pause", async () => {
    const engine = await made();
    await byHand("disable");
    await refresh(engine);
    for (const inputs of [held(), held(), nightly()]) expect(await up(engine, inputs)).toEqual(["same"]);
    expect(only().enabled).toBe(false);
  });

  it("keeps a pause by hand that state does not know yet, with a warning", async () => {
    const engine = await made();
    await byHand("disable");
    expect(await up(engine, held())).toEqual(["update"]);
    expect(bench.warnings).toEqual([
      expect.stringMatching(/^Schedule "nightly" \(wfs_\d+\) of .* is already paused/),
    ]);
    expect(await up(engine, held())).toEqual(["same"]);
    expect(await up(engine, nightly())).toEqual(["same"]);
    expect(only().enabled).toBe(false);
  });

  it("names a schedule without a name by its id if it finds it paused", async () => {
    const engine = await made(nightly({ name: null }));
    await byHand("disable");
    await up(engine, held(nightly({ name: null })));
    expect(bench.warnings).toEqual([expect.stringMatching(/^Schedule \(wfs_\d+\) of .* is already paused/)]);
  });

  it("is the only reason for an update to read the schedule first", async () => {
    const engine = await made();
    bench.clear();
    await up(engine, nightly({ description: "Invoices" }));
    expect(bench.proxy.requests.filter(isItem)).toEqual([]);
    await up(engine, held(nightly({ description: "Invoices" })));
    expect(bench.proxy.requests.filter(isItem)).toHaveLength(1);
  });

  it("does not warn of a pause by hand that state knows if it begins with another change", async () => {
    const engine = await made();
    await byHand("disable");
    await refresh(engine);
    expect(await up(engine, held(nightly({ description: "Invoices" })))).toEqual(["update", "PUT /wfs"]);
    expect(bench.warnings).toEqual([]);
    expect(await up(engine, nightly({ description: "Invoices" }))).toEqual(["same"]);
    expect(only().enabled).toBe(false);
  });

  it("reports a schedule that was deleted outside Pulumi, at its beginning and at its end", async () => {
    const [beginning, ending] = [await made(), await made(nightly({ name: "weekly" }))];
    await up(ending, held(nightly({ name: "weekly" })));
    for (const id of bench.idsOf(workflowId))
      await bench.byHand("DELETE", `/workflows/${workflowId}/schedules/${id}`);
    await expect(up(beginning, held())).rejects.toThrow("It was deleted outside Pulumi.");
    await expect(up(ending, nightly({ name: "weekly" }))).rejects.toThrow("It was deleted outside Pulumi.");
  });

  it("restores enabled despite refreshes during it and right after it", async () => {
    const engine = await made();
    await up(engine, held());
    await refresh(engine);
    expect(engine.kept?.inputs).toEqual({
      ...nightly(),
      origin: engine.origin,
      timezone: "UTC",
      enabled: false,
    });
    expect(await up(engine, held())).toEqual(["same"]);
    await refresh(engine);
    expect(await up(engine, nightly())).toEqual(enabled);
  });

  it("pauses a schedule again that somebody resumed during it, and resumes it afterwards", async () => {
    const engine = await made();
    await byHand("disable");
    await refresh(engine);
    await up(engine, held());
    await byHand("enable");
    await refresh(engine);
    expect(await up(engine, held())).toEqual(disabled);
    expect(await up(engine, nightly())).toEqual(enabled);
  });

  it.each([
    ["a refresh knows", true],
    ["state does not know", false],
  ])(
    "needs no write at its end for a schedule that somebody resumed during it, which %s",
    async (_, isKnown) => {
      const engine = await made();
      await up(engine, held());
      await byHand("enable");
      if (isKnown) await refresh(engine);
      expect(await up(engine, nightly())).toEqual(isKnown ? ["same"] : ["update"]);
      expect(engine.state).toMatchObject({ enabled: true });
      expect(engine.state).not.toHaveProperty("afterHold");
      // A pause by hand that comes later is respected, as ever.
      await byHand("disable");
      await refresh(engine);
      expect(await up(engine, nightly())).toEqual(["same"]);
    },
  );

  it("creates a new schedule paused, and resumes it afterwards", async () => {
    const engine = bench.engine();
    expect(await up(engine, held())).toEqual(["create", "POST "]);
    expect(only().enabled).toBe(false);
    expect(await up(engine, nightly())).toEqual(enabled);
  });

  it("is combined with other changes in one PUT, at its beginning, during it and at its end", async () => {
    const engine = await made();
    const put = ["update", "PUT /wfs"];
    expect(await up(engine, held(nightly({ timezone: "Asia/Tokyo" })))).toEqual(put);
    expect(only()).toMatchObject({ enabled: false, timezone: "Asia/Tokyo" });
    expect(await up(engine, held(nightly({ timezone: "Asia/Seoul" })))).toEqual(put);
    expect(only()).toMatchObject({ enabled: false, timezone: "Asia/Seoul" });
    expect(await up(engine, nightly())).toEqual(put);
    expect(only()).toMatchObject({ enabled: true, timezone: "UTC" });
    expect(engine.state).not.toHaveProperty("afterHold");
  });

  it("lasts through a replacement, and the new schedule fires afterwards", async () => {
    const engine = await made();
    await up(engine, held());
    const second = bench.workflow();
    expect(await up(engine, held(nightly({ workflowId: second })))).toEqual([
      "replace",
      "DELETE /wfs",
      "POST ",
    ]);
    expect(only(second).enabled).toBe(false);
    expect(await up(engine, nightly({ workflowId: second }))).toEqual(enabled);
  });

  it("ends together with a replacement", async () => {
    const engine = await made();
    await up(engine, held());
    const second = bench.workflow();
    expect(await up(engine, nightly({ workflowId: second }))).toEqual(["replace", "DELETE /wfs", "POST "]);
    expect(only(second).enabled).toBe(true);
    expect(engine.state).not.toHaveProperty("afterHold");
  });

  it("allows a destroy, and a deletion by hand", async () => {
    const engine = await made();
    await up(engine, held());
    await bench.byHand("DELETE", `/workflows/${workflowId}/schedules/${only().workflow_schedule_id}`);
    expect(await refresh(engine)).toBe(false);
    expect(await up(engine, held())).toEqual(["create", "POST "]);
    await engine.destroy();
    expect(bench.schedulesOf(workflowId)).toEqual([]);
  });
});

describe("a hold during which a schedule is adopted", () => {
  it.each([true, false])("restores enabled: %s", async (ran) => {
    await bench.scheduleByHand(workflowId, { enabled: ran });
    const engine = bench.engine();
    const adopt = nightly({ adopt: true });
    expect(await up(engine, held(adopt))).toEqual(ran ? ["create", "POST /wfs/disable"] : ["create"]);
    expect(only().enabled).toBe(false);
    expect(await up(engine, held(adopt))).toEqual(["same"]);
    expect(await up(engine, adopt)).toEqual(ran ? enabled : ["same"]);
    expect(only().enabled).toBe(ran);
  });
});

describe("a hold of a schedule whose program sets enabled", () => {
  it("to true pauses it, and enforces true at the end", async () => {
    const engine = await made(nightly({ enabled: true }));
    expect(await up(engine, held(nightly({ enabled: true })))).toEqual(disabled);
    expect(await up(engine, held(nightly({ enabled: true })))).toEqual(["same"]);
    expect(await up(engine, nightly({ enabled: true }))).toEqual(enabled);
    expect(engine.state).not.toHaveProperty("afterHold");
  });

  it("to false writes nothing, and a new schedule stays paused afterwards", async () => {
    const paused = nightly({ enabled: false });
    const engine = bench.engine();
    expect(await up(engine, held(paused))).toEqual(["create", "POST "]);
    for (const inputs of [held(paused), paused]) expect(await up(engine, inputs)).toEqual(["same"]);
    expect(engine.state).not.toHaveProperty("afterHold");
  });

  it("to true and leaves it out during the hold, resumes it afterwards", async () => {
    const engine = await made(nightly({ enabled: true }));
    await up(engine, held(nightly({ enabled: true })));
    expect(await up(engine, held())).toEqual(["same"]);
    expect(await up(engine, nightly())).toEqual(enabled);
  });

  it.each([
    ["in it", true],
    ["at its end", false],
  ])("to false only %s, and leaves it out later, keeps it paused", async (_, isInHold) => {
    const paused = nightly({ enabled: false });
    const engine = await made();
    await up(engine, held());
    expect(await up(engine, isInHold ? held(paused) : paused)).toEqual(["update"]);
    expect(engine.state).not.toHaveProperty("afterHold");
    expect(await up(engine, nightly())).toEqual(["same"]);
    expect(only().enabled).toBe(false);
  });

  it.each([true, false])("to an unknown value, reports a possible change (it fired: %s)", async (ran) => {
    const engine = await made(nightly({ enabled: ran }));
    await up(engine, held(nightly({ enabled: ran })));
    const { id = "", state, inputs } = engine.kept ?? {};
    const preview = { ...inputs, enabled: false, afterHold: unknownValue } as never;
    const { changes } = await bench.lifecycle().diff(id, state as never, preview);
    expect(changes).toBe(true);
    expect(await up(engine, held(nightly({ enabled: !ran })))).toEqual(["update"]);
    expect(await up(engine, nightly({ enabled: !ran }))).toEqual(ran ? ["same"] : enabled);
  });

  it("to a value that is not a boolean is refused", async () => {
    const wrong = { ...nightly(), enabled: false, afterHold: "on" };
    await expect(up(bench.engine(), wrong)).rejects.toThrow(/^enabled: enabled must be true or false/);
    const unknown = up(bench.engine(), nightly({ afterHolt: "enabled" }));
    await expect(unknown).rejects.toThrow(/^afterHolt: .*Its inputs are workflowId, .*, adopt\.$/);
  });
});

describe("a hold whose answers are lost", () => {
  it.each([
    ["arrived", dropAfter, []],
    ["did not arrive", dropBefore, ["POST /wfs/disable"]],
  ])("stores that the schedule fired, if the pause %s", async (_, fault, writes) => {
    const engine = await made();
    bench.proxy.inject(isSwitch, fault);
    // The look whether a hold finds it running, and the one after the lost answer.
    bench.proxy.inject((request) => isItem(request) && request.earlier === 1, unavailable, 3);
    await expect(up(engine, held())).rejects.toThrow(IncompleteError);
    expect(engine.kept?.isIncomplete).toBe(true);
    bench.proxy.clear();
    expect(await up(engine, held())).toEqual(["update", ...writes]);
    expect(only().enabled).toBe(false);
    expect(bench.warnings).toEqual([]);
    expect(await up(engine, nightly())).toEqual(enabled);
  });

  it.each([
    ["a refresh", true],
    ["no refresh", false],
  ])("resumes the schedule even if the hold ends with the next update, with %s", async (_, refreshes) => {
    const engine = await made();
    bench.proxy.inject(isSwitch, dropAfter);
    bench.proxy.inject((request) => isItem(request) && request.earlier === 1, unavailable, 3);
    await expect(up(engine, held())).rejects.toThrow(
      /is unknown whether schedule wfs_\d+ was paused for skyvern:paused\. State records/,
    );
    bench.proxy.clear();
    expect(only().enabled).toBe(false);
    if (refreshes) await refresh(engine);
    expect(await up(engine, nightly())).toEqual(enabled);
    expect(bench.warnings).toEqual([]);
  });

  it("stores nothing of a pause that the server refused", async () => {
    const engine = await made();
    bench.proxy.inject(isSwitch, answer(400, '{"detail":"Not now"}'));
    await expect(up(engine, held())).rejects.toMatchObject({ kind: "invalid" });
    expect(engine.kept?.isIncomplete).toBeUndefined();
    expect(engine.state).toMatchObject({ enabled: true });
    expect(await up(engine, held())).toEqual(disabled);
  });

  it("keeps the state of the hold if the answer to a change during it is lost", async () => {
    const engine = await made();
    await up(engine, held());
    bench.clear();
    const change = held(nightly({ description: "Invoices" }));
    bench.proxy.inject(({ method }) => method === "PUT", dropAfter);
    bench.proxy.inject((request) => isItem(request) && request.earlier === 1, unavailable, 3);
    await expect(up(engine, change)).rejects.toMatchObject({ kind: "unavailable" });
    expect(engine.kept?.isIncomplete).toBeUndefined();
    bench.proxy.clear();
    expect(await up(engine, change)).toEqual(["update", "PUT /wfs"]);
    expect(await up(engine, nightly({ description: "Invoices" }))).toEqual(enabled);
  });

  it("reports that the schedule was deleted outside Pulumi if it is gone after a lost answer", async () => {
    const engine = await made();
    const path = `/workflows/${workflowId}/schedules/${only().workflow_schedule_id}`;
    bench.proxy.inject(isSwitch, async (exchange) => {
      await bench.byHand("DELETE", path);
      exchange.drop();
    });
    await expect(up(engine, held())).rejects.toThrow("It was deleted outside Pulumi.");
    expect(engine.kept?.isIncomplete).toBeUndefined();
  });

  it("writes once if the schedule can be read", async () => {
    const engine = await made();
    bench.proxy.inject(isSwitch, dropAfter);
    expect(await up(engine, held())).toEqual(disabled);
    bench.proxy.inject(isSwitch, dropAfter);
    expect(await up(engine, nightly())).toEqual(enabled);
    expect(engine.state).toMatchObject({ enabled: true });
  });

  it("ends despite a lost answer at its end", async () => {
    const engine = await made();
    await up(engine, held());
    bench.clear();
    bench.proxy.inject(isSwitch, dropAfter);
    bench.proxy.inject((request) => isItem(request) && request.earlier === 1, unavailable, 3);
    await expect(up(engine, nightly())).rejects.toMatchObject({ kind: "unavailable" });
    bench.proxy.clear();
    expect(await up(engine, nightly())).toEqual(["update"]);
    expect(engine.state).toMatchObject({ enabled: true });
    expect(engine.state).not.toHaveProperty("afterHold");
  });

  it("resumes the schedule of an unconfirmed creation", async () => {
    bench.proxy.inject(isCreate, dropAfter);
    bench.proxy.inject(isList, unavailable, 3);
    const engine = bench.engine();
    await expect(up(engine, held())).rejects.toThrow(IncompleteError);
    expect(engine.state).toMatchObject({ enabled: false, afterHold: "enabled", scheduleId: "unconfirmed" });
    bench.proxy.clear();
    expect(await refresh(engine)).toBe(true);
    expect(await up(engine, held())).toEqual(["same"]);
    expect(await up(engine, nightly())).toEqual(enabled);
  }, 30_000);

  it("resumes the schedule of an unconfirmed creation that the replacement does not delete", async () => {
    const made = await bench.scheduleByHand(workflowId, { enabled: false });
    const [from, to] = [Date.now() - 3000, Date.now() + 500].map((time) => new Date(time).toISOString());
    const state = { ...nightly(), timezone: "UTC", enabled: false, afterHold: "enabled" };
    const attempt = { ...state, scheduleId: "unconfirmed", createdAt: `${from}/${to}` };
    const lifecycle = bench.lifecycle();
    const { inputs } = await lifecycle.check(undefined, nightly({ origin: "urn:held", adopt: false }));
    await lifecycle.diff(`${workflowId}/unconfirmed`, attempt as never, inputs as never);
    // With retainOnDelete the engine goes on without a delete.
    expect(await lifecycle.create(inputs as never)).toMatchObject({ id: `${workflowId}/${made}` });
    expect(only().enabled).toBe(true);
  });
});

describe("a paused schedule that moves to another workflow", () => {
  async function pausedByHand(): Promise<SmallEngine> {
    const engine = await made();
    await byHand("disable");
    await refresh(engine);
    return engine;
  }

  it("stays paused if enabled is left out", async () => {
    const engine = await pausedByHand();
    const elsewhere = bench.workflow();
    expect(await up(engine, nightly({ workflowId: elsewhere }))).toEqual(["replace", "DELETE /wfs", "POST "]);
    expect(only(elsewhere).enabled).toBe(false);
    expect(engine.state).toMatchObject({ enabled: false });
    expect(await up(engine, nightly({ workflowId: elsewhere }))).toEqual(["same"]);
  });

  it("stays paused after a hold during which it moved", async () => {
    const engine = await pausedByHand();
    const elsewhere = bench.workflow();
    await up(engine, held(nightly({ workflowId: elsewhere })));
    expect(await up(engine, nightly({ workflowId: elsewhere }))).toEqual(["same"]);
    expect(only(elsewhere).enabled).toBe(false);
  });

  it("is stored as paused if the answer to its creation is lost", async () => {
    const engine = await pausedByHand();
    const elsewhere = nightly({ workflowId: bench.workflow() });
    bench.proxy.inject(isCreate, dropBefore);
    bench.proxy.inject(isList, unavailable, 20);
    await expect(up(engine, elsewhere)).rejects.toThrow(IncompleteError);
    expect(engine.state).toMatchObject({ scheduleId: "unconfirmed", enabled: false });
  });

  it("fires if the program enables it", async () => {
    const engine = await pausedByHand();
    const elsewhere = bench.workflow();
    await up(engine, nightly({ workflowId: elsewhere, enabled: true }));
    expect(only(elsewhere).enabled).toBe(true);
    const other = bench.workflow();
    await up(bench.engine(), nightly({ workflowId: other }));
    expect(only(other).enabled).toBe(true);
  });
});
