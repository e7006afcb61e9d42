import { setTimeout as sleep } from "node:timers/promises";
import { IncompleteError } from "../../../src/errors";
import type { Properties } from "../../../src/provider/lifecycle";
import { type NightlySchedule, nightlySchedule, ScheduleBench } from "../../support/bench/schedule-bench";
import type { SmallEngine } from "../../support/engine/small-engine";
import {
  answer,
  answerAfter,
  cutAnswer,
  delayed,
  dropAfter,
  dropBefore,
  type Fault,
  type ProxiedRequest,
  redirect,
} from "../../support/faults/proxy";
import { lostAnswers } from "../../support/servers/lost-answers";

/** The tests wait as long as the recovery does, so they run concurrently, each with its own server. */
async function withBench(
  work: (bench: ScheduleBench, nightly: NightlyInputs) => Promise<void>,
): Promise<void> {
  const bench = await ScheduleBench.start();
  const workflowId = bench.workflow();
  const nightly: NightlyInputs = (changes = {}) => nightlySchedule(workflowId, changes);
  try {
    await work(bench, nightly);
  } finally {
    await bench.close();
  }
}
type NightlyInputs = (changes?: Properties) => NightlySchedule;

/** A resource with an unconfirmed creation in state. */
function unconfirmed(
  bench: ScheduleBench,
  inputs: ReturnType<NightlyInputs>,
  at = new Date(),
  milliseconds = 500,
): SmallEngine {
  const engine = bench.engine();
  const wanted = { ...inputs, timezone: "UTC" };
  const [from, to] = [new Date(at.getTime() - 3000), new Date(at.getTime() + milliseconds)];
  const createdAt = `${from.toISOString()}/${to.toISOString()}`;
  const state = { ...wanted, enabled: true, scheduleId: "unconfirmed", createdAt };
  engine.kept = { id: `${inputs.workflowId}/unconfirmed`, inputs: wanted, state };
  return engine;
}

const isCreate = ({ method, path }: ProxiedRequest) => method === "POST" && path.endsWith("/schedules");
const isList = ({ method, path }: ProxiedRequest) => method === "GET" && path.endsWith("/schedules");
const isPut = ({ method }: ProxiedRequest) => method === "PUT";
const isSwitch = ({ path }: ProxiedRequest) => /\/(en|dis)able$/.test(path);
const isDelete = ({ method }: ProxiedRequest) => method === "DELETE";
const isItem = ({ method, path }: ProxiedRequest) => method === "GET" && /\/wfs_\d+$/.test(path);
/** A 503 that asks for a longer wait than a client accepts, so that it gives up at once. */
const unavailable = answer(503, '{"error":"Database temporarily unavailable"}', { "retry-after": "3600" });
const html = "<html>Bad gateway</html>";

/** A loaded machine answers within this limit. The late answer comes well after it. */
const timeoutMilliseconds = 5000;
const lateAnswer = delayed(2 * timeoutMilliseconds);
const lost = lostAnswers.map(
  ([how, fault]) => [how, how === "comes after the time limit" ? lateAnswer : fault] as const,
);

beforeAll(() => void jest.spyOn(console, "log").mockImplementation(() => undefined));

describe("a creation that the server carried out, when the answer", () => {
  it.concurrent.each(lost)("%s, makes exactly one schedule, with its id in state", async (_, fault) => {
    await withBench(async (bench, nightly) => {
      bench.proxy.inject(isCreate, fault);
      const engine = bench.engine(bench.lifecycle({ timeoutMilliseconds }));
      await engine.up(nightly({ description: "Invoices" }));
      const ids = bench.idsOf(nightly().workflowId);
      expect(ids).toEqual([engine.state.scheduleId]);
      expect(bench.proxy.requests.filter(isCreate)).toHaveLength(1);
      expect(await engine.up(nightly({ description: "Invoices" }))).toBe("same");
    });
  });
});

describe("a creation that never reached the server or was refused", () => {
  it.concurrent("is sent again if the connection failed", async () => {
    await withBench(async (bench, nightly) => {
      const lifecycle = bench.lifecycle();
      const { inputs } = await lifecycle.check(undefined, nightly());
      await bench.proxy.refuse();
      await sleep(50); // until the client notices that its connections ended
      const creation = lifecycle.create(inputs as never);
      await sleep(50);
      await bench.proxy.accept();
      await creation;
      expect(bench.schedulesOf(nightly().workflowId)).toHaveLength(1);
    });
  });

  it.concurrent("is sent again after a 429, at the time that the server asks for", async () => {
    await withBench(async (bench, nightly) => {
      bench.proxy.inject(isCreate, answer(429, "", { "retry-after": "0" }));
      bench.proxy.inject(isCreate, answer(429, '{"detail":"slow down"}'));
      await bench.engine().up(nightly());
      expect(bench.schedulesOf(nightly().workflowId)).toHaveLength(1);
    });
  });

  it.concurrent.each([
    ["a redirect", redirect("https://elsewhere.example/"), "unexpected-response"],
    ["a 400", answer(400, '{"detail":"Invalid cron expression"}'), "invalid"],
    ["a 403", answer(403, '{"detail":"Invalid credentials"}'), "unauthorized"],
    ["a 409", answer(409, '{"detail":"Maximum of 5 schedules reached for your plan"}'), "plan-limit"],
    ["a 501", answer(501, '{"detail":"Schedules are disabled"}'), "unsupported"],
  ])("fails at once after %s, and stores nothing in state", async (_, fault, kind) => {
    await withBench(async (bench, nightly) => {
      bench.proxy.inject(isCreate, fault);
      const engine = bench.engine();
      await expect(engine.up(nightly())).rejects.toMatchObject({ kind });
      expect(engine.kept).toBeUndefined();
      expect(bench.proxy.requests.filter(isList)).toEqual([]);
    });
  });
});

describe("an unconfirmed creation", () => {
  it.concurrent.each([
    ["carried it out and the list fails too", dropAfter, true],
    ["did not receive it and the list fails too", dropBefore, true],
    ["did not receive it and the list does not have it", answer(502), false],
  ])(
    "is stored in state if the server %s, and the next up leaves exactly one schedule",
    async (_, fault, listFails) => {
      await withBench(async (bench, nightly) => {
        const neighbour = await bench.scheduleByHand(nightly().workflowId, { name: "another" });
        bench.proxy.inject(isCreate, fault);
        if (listFails) bench.proxy.inject(isList, unavailable, 3);
        const engine = bench.engine();
        const incomplete = await engine.up(nightly()).then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(incomplete).toBeInstanceOf(IncompleteError);
        expect(incomplete).toMatchObject({
          id: `${nightly().workflowId}/unconfirmed`,
          reasons: [expect.stringContaining("Run `pulumi up --refresh`")],
          properties: { name: "nightly", enabled: true, scheduleId: "unconfirmed" },
        });
        const process = bench.lifecycle();
        const diff = await process.diff(engine.kept?.id ?? "", engine.state as never, nightly() as never);
        const replaces = ["scheduleId"];
        expect(diff).toEqual({ changes: true, changed: replaces, replaces, deleteBeforeReplace: true });
        engine.lifecycle = process;
        expect(await engine.up(nightly())).toBe("replace");
        const ids = bench.idsOf(nightly().workflowId);
        expect(ids).toEqual([neighbour, engine.state.scheduleId]);
      });
    },
  );

  it.concurrent.each([
    ["created the schedule", true],
    ["did not create the schedule", false],
  ])("is settled by a refresh that finds that the server %s", async (_, exists) => {
    await withBench(async (bench, nightly) => {
      if (exists) await bench.scheduleByHand(nightly().workflowId);
      const engine = unconfirmed(bench, nightly());
      expect(await engine.refresh()).toBe(exists);
      if (!exists) return;
      expect(engine.kept?.id).toMatch(/^wpid_\d+\/wfs_\d+$/);
      expect(await engine.up(nightly())).toBe("same");
    });
  });

  it.concurrent.each([
    ["its schedule if the server created one", true],
    ["nothing if the server created no schedule", false],
  ])("is settled by a destroy that deletes %s", async (_, exists) => {
    await withBench(async (bench, nightly) => {
      const { workflowId } = nightly();
      const neighbour = await bench.scheduleByHand(workflowId, { cron_expression: "0 3 * * *" });
      if (exists) await bench.scheduleByHand(workflowId);
      await unconfirmed(bench, nightly()).destroy();
      expect(bench.idsOf(workflowId)).toEqual([neighbour]);
    });
  });

  it.concurrent("does not claim an equal schedule that is older", async () => {
    await withBench(async (bench, nightly) => {
      await bench.scheduleByHand(nightly().workflowId);
      // The request was sent 200 ms after the other schedule was created.
      const engine = unconfirmed(bench, nightly(), new Date(Date.now() + 3200));
      expect(await engine.refresh()).toBe(false);
      expect(bench.schedulesOf(nightly().workflowId)).toHaveLength(1);
    });
  });

  it.concurrent("is found if the server carries it out only while a refresh waits for it", async () => {
    await withBench(async (bench, nightly) => {
      const engine = unconfirmed(bench, nightly(), new Date(Date.now() + 2500));
      const refresh = engine.refresh();
      while (!bench.proxy.requests.some(isList)) await sleep(10);
      const made = await bench.scheduleByHand(nightly().workflowId);
      expect(await refresh).toBe(true);
      expect(engine.state.scheduleId).toBe(made);
    });
  });

  it.concurrent.each([
    ["name", "weekly", 0],
    ["time", "nightly", -60_000],
  ])("stays unconfirmed after one with another %s is settled", async (_, name, off) => {
    await withBench(async (bench, nightly) => {
      const now = Date.now();
      const other = unconfirmed(bench, nightly({ name }), new Date(now + off));
      // A loaded machine creates the three schedules within this time.
      const own = unconfirmed(bench, nightly(), new Date(now), 60_000);
      const process = bench.lifecycle();
      for (const { kept, origin } of [other, own]) {
        const { inputs } = await process.check(kept?.inputs, { ...kept?.inputs, origin });
        await process.diff(String(kept?.id), kept?.state as never, inputs as never);
      }
      await process.delete(String(other.kept?.id), other.kept?.state as never);
      const { workflowId } = nightly();
      const made: string[] = [];
      for (const _ of [1, 2, 3]) made.push(await bench.scheduleByHand(workflowId));
      // The check of its replacement leaves equal schedules to the delete, which then asks a person.
      const { origin } = own;
      expect((await process.check(undefined, nightly({ origin }))).failures).toEqual([]);
      const end = process.delete(String(own.kept?.id), own.kept?.state as never);
      await expect(end).rejects.toThrow("3 schedules could be the one");
      expect(bench.idsOf(workflowId)).toEqual(made);
    });
  });

  it.concurrent("is given to only one of two resources that a refresh reads at the same time", async () => {
    await withBench(async (bench, nightly) => {
      await bench.scheduleByHand(nightly().workflowId);
      const lifecycle = bench.lifecycle();
      const read = async () => {
        const { kept } = unconfirmed(bench, nightly());
        return lifecycle.read(String(kept?.id), kept?.state as never);
      };
      const found = await Promise.all([read(), read()]);
      expect(found.filter((one) => one !== undefined)).toHaveLength(1);
    });
  });

  it.concurrent("allows for a wrong clock of this machine if no answer has shown the server's clock", async () => {
    await withBench(async (bench, nightly) => {
      const noDate = { "retry-after": "3600", date: "" };
      bench.proxy.inject(() => true, answer(503, "", noDate), Number.POSITIVE_INFINITY);
      const engine = bench.engine(bench.lifecycle({ checkWorkflows: false }));
      const sentAt = Date.now();
      await expect(engine.up(nightly({ adopt: false }))).rejects.toThrow(IncompleteError);
      const [from, to] = String(engine.state.createdAt).split("/").map(Date.parse);
      expect(sentAt - Number(from)).toBeLessThanOrEqual(15 * 60_000);
      expect(sentAt - Number(from)).toBeGreaterThan(14 * 60_000);
      expect(Number(to) - sentAt).toBeGreaterThan(15 * 60_000);
      expect(Number(to) - sentAt).toBeLessThan(16 * 60_000);
    });
  });

  it.concurrent("is gone if its workflow was deleted since", async () => {
    await withBench(async (bench, nightly) => {
      const engine = unconfirmed(bench, nightly());
      bench.sandbox.deleteWorkflow(nightly().workflowId);
      expect(await engine.refresh()).toBe(false);
    });
  });

  it.concurrent("stays in state while the server is unavailable", async () => {
    await withBench(async (bench, nightly) => {
      const engine = unconfirmed(bench, nightly());
      bench.proxy.inject(isList, unavailable, 2);
      await expect(engine.refresh()).rejects.toMatchObject({ kind: "unavailable" });
      await expect(engine.destroy()).rejects.toMatchObject({ kind: "unavailable" });
      expect(engine.kept).toBeDefined();
    });
  });

  it.concurrent("is left to the user if two schedules could be the one", async () => {
    await withBench(async (bench, nightly) => {
      bench.proxy.inject(isCreate, async (exchange) => {
        await exchange.forward();
        await bench.scheduleByHand(nightly().workflowId);
        exchange.drop();
      });
      const engine = bench.engine();
      await expect(engine.up(nightly())).rejects.toThrow(/2 schedules could be the one: wfs_\d+, wfs_\d+/);
      engine.lifecycle = bench.lifecycle();
      await expect(engine.up(nightly())).rejects.toThrow(
        /2 schedules could be the one.*Delete each schedule that is not needed/,
      );
      expect(bench.schedulesOf(nightly().workflowId)).toHaveLength(2);
    });
  });

  it.concurrent("is not repeated if an equal schedule was created later than the request can take", async () => {
    await withBench(async (bench, nightly) => {
      const { workflowId } = nightly();
      const engine = unconfirmed(bench, nightly(), new Date(Date.now() - 60_000));
      const late = await bench.scheduleByHand(workflowId);
      await expect(engine.up(nightly())).rejects.toThrow(
        `another schedule could be the one: ${late}. Delete`,
      );
      await expect(engine.destroy()).rejects.toThrow(late);
      expect(bench.idsOf(workflowId)).toEqual([late]);
    });
  });

  it.concurrent.each<[string, number, Fault]>([
    ["a gateway's timeout", 60, answer(504, html)],
    ["the client's time limit", 60, () => undefined],
    ["a gateway's failure", 0, answer(502, html)],
  ])("after %s may still be carried out for %i s", async (_, seconds, fault) => {
    await withBench(async (bench, nightly) => {
      bench.proxy.inject(isCreate, fault);
      const engine = bench.engine(bench.lifecycle({ timeoutMilliseconds }));
      await expect(engine.up(nightly())).rejects.toThrow(IncompleteError);
      const [from = "", to = ""] = String(engine.state.createdAt).split("/");
      expect(Math.floor((Date.parse(to) - Date.parse(from)) / 30_000) * 30).toBe(seconds);
    });
  });

  it.concurrent("does not claim an equal schedule that is being created at the same time", async () => {
    await withBench(async (bench, nightly) => {
      const { workflowId } = nightly();
      const lifecycle = bench.lifecycle();
      const lost = unconfirmed(bench, nightly());
      const coming = bench.engine(lifecycle);
      lost.lifecycle = lifecycle;
      bench.proxy.inject(isCreate, delayed(400));
      const creation = coming.up(nightly());
      while (bench.schedulesOf(workflowId).length === 0) await sleep(10);
      await Promise.all([creation, lost.destroy()]);
      const ids = bench.idsOf(workflowId);
      expect(ids).toEqual([coming.state.scheduleId]);
    });
  });

  it.concurrent("is adopted and updated by its replacement if the replacement deletes nothing", async () => {
    await withBench(async (bench, nightly) => {
      const { workflowId } = nightly();
      const made = await bench.scheduleByHand(workflowId);
      await bench.byHand("POST", `/workflows/${workflowId}/schedules/${made}/disable`);
      const { kept, lifecycle, origin } = unconfirmed(bench, nightly());
      const { inputs } = await lifecycle.check(undefined, nightly({ origin, enabled: true }));
      expect(await lifecycle.diff(String(kept?.id), kept?.state as never, inputs as never)).toMatchObject({
        replaces: ["scheduleId"],
      });
      // With retainOnDelete the engine continues without a delete.
      expect((await lifecycle.create(inputs as never)).id).toBe(`${workflowId}/${made}`);
      expect(bench.schedulesOf(workflowId)).toMatchObject([{ workflow_schedule_id: made, enabled: true }]);
    });
  });

  it.concurrent("never deletes an equal schedule of another resource of the stack", async () => {
    await withBench(async (bench, nightly) => {
      bench.proxy.inject(isCreate, dropBefore);
      bench.proxy.inject(isList, unavailable, 3);
      const lifecycle = bench.lifecycle();
      const [lost, twin] = [bench.engine(lifecycle), bench.engine(lifecycle)];
      await expect(lost.up(nightly())).rejects.toThrow(IncompleteError);
      await expect(twin.up(nightly())).rejects.toThrow("so no second one was created");
      lost.lifecycle = twin.lifecycle = bench.lifecycle();
      await lost.up(nightly());
      await twin.up(nightly());
      const ids = bench.idsOf(nightly().workflowId);
      expect(ids).toEqual([lost.state.scheduleId, twin.state.scheduleId]);
    });
  });
});

describe("simultaneous creations of equal schedules", () => {
  it.concurrent.each([
    ["the first answer is lost", 0, dropAfter],
    ["the second answer is lost", 1, dropAfter],
    ["the third answer is late", 2, lateAnswer],
  ])("make one schedule each if %s", async (_, which, fault) => {
    await withBench(async (bench, nightly) => {
      bench.proxy.inject((request) => isCreate(request) && request.earlier === which, fault);
      const lifecycle = bench.lifecycle({ timeoutMilliseconds });
      const engines = [1, 2, 3].map(() => bench.engine(lifecycle));
      await Promise.all(engines.map((engine) => engine.up(nightly())));
      const ids = bench.idsOf(nightly().workflowId);
      expect(new Set(engines.map((engine) => engine.state.scheduleId))).toEqual(new Set(ids));
      expect(ids).toHaveLength(3);
    });
  });

  it.concurrent("never give one schedule to two resources if the parameters differ only in key order", async () => {
    await withBench(async (bench, nightly) => {
      const workflowId = bench.workflow({ key: "a", type: "string" }, { key: "b", type: "string" });
      const isFirst = ({ body }: ProxiedRequest) => body.includes('"a":"1","b":"2"');
      bench.proxy.inject(
        (request) => isCreate(request) && isFirst(request),
        async (exchange) => {
          await sleep(150);
          exchange.drop();
        },
      );
      bench.proxy.inject((request) => isCreate(request) && !isFirst(request), delayed(500));
      const lifecycle = bench.lifecycle();
      const [first, second] = [bench.engine(lifecycle), bench.engine(lifecycle)];
      const up = () =>
        Promise.allSettled([
          first.up(nightly({ workflowId, parameters: { a: "1", b: "2" } })),
          second.up(nightly({ workflowId, parameters: { b: "2", a: "1" } })),
        ]);
      expect((await up()).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
      first.lifecycle = second.lifecycle = bench.lifecycle();
      expect((await up()).map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
      const ids = bench.idsOf(workflowId);
      expect(new Set([first.state.scheduleId, second.state.scheduleId])).toEqual(new Set(ids));
      expect(ids).toHaveLength(2);
    });
  });
});

describe("an update, when the answer", () => {
  it.concurrent.each(lost)("%s, writes once", async (_, fault) => {
    await withBench(async (bench, nightly) => {
      const engine = bench.engine(bench.lifecycle({ timeoutMilliseconds }));
      await engine.up(nightly());
      bench.proxy.inject(isPut, fault);
      await engine.up(nightly({ timezone: "Asia/Tokyo" }));
      expect(bench.proxy.requests.filter(isPut)).toHaveLength(1);
      expect(engine.state).toMatchObject({ timezone: "Asia/Tokyo" });
      bench.proxy.inject(isSwitch, fault);
      await engine.up(nightly({ timezone: "Asia/Tokyo", enabled: false }));
      expect(bench.proxy.requests.filter(isSwitch)).toHaveLength(1);
      expect(bench.schedulesOf(nightly().workflowId)).toEqual([
        expect.objectContaining({ timezone: "Asia/Tokyo", enabled: false }),
      ]);
    });
  });

  it.concurrent("is lost because the request never arrived, is sent again", async () => {
    await withBench(async (bench, nightly) => {
      const engine = bench.engine();
      await engine.up(nightly());
      bench.proxy.inject(isPut, dropBefore);
      await engine.up(nightly({ name: "later" }));
      bench.proxy.inject(isSwitch, answer(502));
      await engine.up(nightly({ name: "later", enabled: false }));
      expect(bench.schedulesOf(nightly().workflowId)).toEqual([
        expect.objectContaining({ name: "later", enabled: false }),
      ]);
    });
  });

  it.concurrent("is lost repeatedly, keeps the old state for the next up", async () => {
    await withBench(async (bench, nightly) => {
      const engine = bench.engine();
      await engine.up(nightly());
      bench.proxy.inject(isPut, dropBefore, 2);
      await expect(engine.up(nightly({ name: "later" }))).rejects.toMatchObject({ kind: "network" });
      expect(engine.state).toMatchObject({ name: "nightly" });
      expect(await engine.up(nightly({ name: "later" }))).toBe("update");
    });
  });

  it.concurrent("is lost and the schedule was deleted meanwhile, reports that it was deleted outside Pulumi", async () => {
    await withBench(async (bench, nightly) => {
      const engine = bench.engine();
      await engine.up(nightly());
      const path = `/workflows/${nightly().workflowId}/schedules/${engine.state.scheduleId}`;
      bench.proxy.inject(isPut, async (exchange) => {
        await bench.byHand("DELETE", path);
        exchange.drop();
      });
      const update = engine.up(nightly({ name: "later" }));
      await expect(update).rejects.toMatchObject({ kind: "not-found" });
      await expect(update).rejects.toThrow("deleted outside Pulumi");
    });
  });
});

describe("a deletion, when the answer", () => {
  it.concurrent.each(lost.slice(0, 7))("%s, succeeds", async (_, fault) => {
    await withBench(async (bench, nightly) => {
      const engine = bench.engine(bench.lifecycle({ timeoutMilliseconds }));
      await engine.up(nightly());
      bench.proxy.inject(isDelete, fault);
      await engine.destroy();
      expect(bench.schedulesOf(nightly().workflowId)).toEqual([]);
    });
  });

  it.concurrent.each([
    ["deleted the schedule", answerAfter(200, html), []],
    ["did not pass the request on", answer(200, html), ["the schedule"]],
  ])("is the page of a gateway, succeeds only if the gateway %s", async (_, fault, left) => {
    await withBench(async (bench, nightly) => {
      const engine = bench.engine();
      await engine.up(nightly());
      bench.proxy.inject(isDelete, fault);
      const end = await engine.destroy().then(
        () => "done",
        ({ kind }: { readonly kind: string }) => kind,
      );
      expect(end).toBe(left.length === 0 ? "done" : "unexpected-response");
      expect(bench.schedulesOf(nightly().workflowId)).toHaveLength(left.length);
    });
  });

  it.concurrent("is a 503, fails and keeps the schedule in state", async () => {
    await withBench(async (bench, nightly) => {
      const engine = bench.engine();
      await engine.up(nightly());
      bench.proxy.inject(isDelete, unavailable);
      await expect(engine.destroy()).rejects.toMatchObject({ kind: "unavailable", status: 503 });
      expect(engine.kept).toBeDefined();
    });
  });
});

describe("a read", () => {
  it.concurrent("is sent again until the server answers", async () => {
    await withBench(async (bench, nightly) => {
      const engine = bench.engine();
      await engine.up(nightly());
      bench.proxy.inject(isList, answer(503));
      bench.proxy.inject(isList, dropBefore);
      bench.proxy.inject(isList, cutAnswer);
      expect(await engine.refresh()).toBe(true);
    });
  });

  it.concurrent.each([
    ["another server's 404", answer(404, '{"detail":"Not Found"}'), "unsupported"],
    ["a 404 without JSON", answer(404, html, { "content-type": "text/html" }), "unsupported"],
    ["a refused key", answer(403, '{"detail":"Invalid credentials"}'), "unauthorized"],
    ["a login page", answer(200, html), "unexpected-response"],
    ["a redirect", redirect("https://login.example/?next=1"), "unexpected-response"],
    ["a server that is down", unavailable, "unavailable"],
  ])("never takes a schedule for deleted because of %s", async (_, fault, kind) => {
    await withBench(async (bench, nightly) => {
      const engine = bench.engine();
      await engine.up(nightly());
      bench.proxy.inject(isList, fault);
      await expect(engine.refresh()).rejects.toMatchObject({ kind });
      bench.proxy.inject(isList, answer(200, '{"schedules":[]}'));
      bench.proxy.inject(isItem, fault);
      await expect(engine.refresh()).rejects.toMatchObject({ kind });
    });
  });
});
