import type { ScheduleReader } from "../../../src/provider/schedule/reader";
import { nightlySchedule, ScheduleBench } from "../../support/bench/schedule-bench";
import { answer, type Fault, type ProxiedRequest, withoutQuery } from "../../support/faults/proxy";

let bench: ScheduleBench;
beforeEach(async () => {
  bench = await ScheduleBench.start();
});
afterEach(() => bench.close());

const reader = (): ScheduleReader => bench.account().schedules;
/** The requests of a reading, without ids. */
const asked = () =>
  bench.proxy.requests.map(({ path }) =>
    path
      .replace(/^\/api\/v1/, "")
      .replace(/wpid_\d+/, "wpid")
      .replace(/wfs_\d+/, "wfs"),
  );

/** Schedules spread over that many workflows; their places. */
async function places(schedules: number, workflows: number) {
  const ids = Array.from({ length: workflows }, () => bench.workflow());
  const made = await Promise.all(
    Array.from({ length: schedules }, async (_, n) => {
      const workflowId = ids[n % workflows] ?? "";
      return { workflowId, scheduleId: await bench.scheduleByHand(workflowId, { name: `n${n}` }) };
    }),
  );
  bench.clear();
  return made;
}

const row = {
  workflow_permanent_id: "wpid_1",
  organization_id: "o_1",
  cron_expression: "0 2 * * *",
  timezone: "UTC",
  enabled: true,
  created_at: "2026-11-01T00:00:00",
};
const isPage = ({ path }: ProxiedRequest) => path.startsWith("/api/v1/schedules");

describe("reading schedules together", () => {
  it("sends one request for any number of schedules of one workflow", async () => {
    const all = await places(30, 1);
    const one = reader();
    const rows = await Promise.all(all.map((place) => one.read(place)));
    expect(rows.map((row) => row?.workflow_schedule_id)).toEqual(all.map(({ scheduleId }) => scheduleId));
    expect(asked()).toEqual(["/workflows/wpid/schedules"]);
  });

  it("lists the organisation if it has more workflows than pages", async () => {
    const all = await places(40, 20);
    const one = reader();
    const rows = await Promise.all(all.map((place) => one.read(place)));
    expect(rows).not.toContain(undefined);
    expect(asked()).toEqual(["/schedules?page=1&page_size=100"]);
  });

  it("lists every page of more than a hundred schedules", async () => {
    const all = await places(205, 5);
    const one = reader();
    const rows = await Promise.all(all.map((place) => one.read(place)));
    expect(rows.map((row) => row?.workflow_schedule_id)).toEqual(all.map(({ scheduleId }) => scheduleId));
    expect(asked().sort()).toEqual([1, 2, 3].map((page) => `/schedules?page=${page}&page_size=100`));
  });

  it("lists each workflow if the organisation has more pages than workflows", async () => {
    await places(201, 1);
    const all = await places(4, 2);
    const one = reader();
    expect(await Promise.all(all.map((place) => one.read(place)))).not.toContain(undefined);
    expect(asked()).toEqual([
      "/schedules?page=1&page_size=100",
      "/workflows/wpid/schedules",
      "/workflows/wpid/schedules",
    ]);
  });

  it("uses a list for a minute, and not longer", async () => {
    const [first, second] = await places(2, 1);
    const one = reader();
    if (first === undefined || second === undefined) throw new Error("no places");
    await one.read(first);
    await one.read(second);
    expect(asked()).toHaveLength(1);
    const now = jest.spyOn(Date, "now").mockReturnValue(Date.now() + 61_000);
    await one.read(second);
    now.mockRestore();
    expect(asked()).toHaveLength(2);
  });

  it("asks again after a write", async () => {
    const [place] = await places(1, 1);
    const one = reader();
    if (place === undefined) throw new Error("no place");
    await one.read(place);
    one.forget();
    await one.read(place);
    expect(asked()).toHaveLength(2);
  });
});

describe("the first look at a workflow", () => {
  it("costs nothing if a refresh has listed its workflow", async () => {
    const all = await places(3, 1);
    const one = reader();
    await Promise.all(all.map((place) => one.read(place)));
    const listed = await one.listAtFirst(all[0]?.workflowId ?? "");
    expect(listed.map((row) => row.workflow_schedule_id)).toEqual(all.map(({ scheduleId }) => scheduleId));
    expect(asked()).toHaveLength(1);
  });

  it("costs nothing if a refresh has listed the organisation, and shows only that workflow", async () => {
    const all = await places(6, 3);
    const one = reader();
    await Promise.all(all.map((place) => one.read(place)));
    const { workflowId, scheduleId } = all[0] ?? { workflowId: "", scheduleId: "" };
    const listed = await one.listAtFirst(workflowId);
    const own = all.filter((place) => place.workflowId === workflowId);
    expect(listed.map((row) => row.workflow_schedule_id).sort()).toEqual(
      own.map((place) => place.scheduleId).sort(),
    );
    expect(own.map((place) => place.scheduleId)).toContain(scheduleId);
    expect(asked()).toHaveLength(1);
  });

  it.each([
    [500, [1, 2, 3, 4, 5].map((page) => `/schedules?page=${page}&page_size=100`)],
    [501, ["/schedules?page=1&page_size=100", "/workflows/wpid/schedules"]],
  ])(
    "lists the whole organisation only if it has no more than 500 schedules: %i",
    async (count, requests) => {
      const [place] = await places(1, 1);
      const page: Fault = ({ request, reply }) => {
        const number = Number(/page=(\d+)/.exec(request.path)?.[1]);
        const ids = Array.from({ length: 100 }, (_, index) => `wfs_${(number - 1) * 100 + index}`);
        const rows = ids.map((workflow_schedule_id) => ({ ...row, workflow_schedule_id }));
        reply({ status: 200, body: JSON.stringify({ schedules: rows, total_count: count }) });
      };
      bench.proxy.inject(isPage, page, 9);
      await reader().listAtFirst(place?.workflowId ?? "");
      expect(asked().sort()).toEqual(requests);
    },
  );

  it("is the same list for all resources of the workflow, without what was created since", async () => {
    const [place] = await places(1, 1);
    const workflowId = place?.workflowId ?? "";
    const one = reader();
    await one.listAtFirst(workflowId);
    await bench.scheduleByHand(workflowId, { name: "later" });
    one.forget();
    const listed = await one.listAtFirst(workflowId);
    expect(listed.map((row) => row.workflow_schedule_id)).toEqual([place?.scheduleId]);
    expect(asked()).toHaveLength(1);
  });
});

describe("a schedule that is missing in a list", () => {
  it("is read by itself, and counts as existing if found", async () => {
    const all = await places(3, 1);
    bench.proxy.inject(() => true, answer(200, '{"schedules":[]}'));
    const one = reader();
    expect(await Promise.all(all.map((place) => one.read(place)))).not.toContain(undefined);
    expect(asked()).toEqual(["/workflows/wpid/schedules", ...all.map(() => "/workflows/wpid/schedules/wfs")]);
  });

  it("is found even if a page shifted while others were read", async () => {
    const all = await places(6, 3);
    bench.proxy.inject(isPage, answer(200, '{"schedules":[],"total_count":6}'));
    const one = reader();
    expect(await Promise.all(all.map((place) => one.read(place)))).not.toContain(undefined);
  });

  it("counts as deleted if it is not found by itself either, with or without its workflow", async () => {
    const all = await places(3, 3);
    const [first, second] = all;
    if (first === undefined || second === undefined) throw new Error("no places");
    await bench.byHand("DELETE", `/workflows/${first.workflowId}/schedules/${first.scheduleId}`);
    bench.sandbox.deleteWorkflow(second.workflowId);
    const one = reader();
    const rows = await Promise.all(all.map((place) => one.read(place)));
    expect(rows.map((row) => row === undefined)).toEqual([true, true, false]);
    expect(asked()).toHaveLength(3);
  });

  it("counts as deleted if its workflow, the only one requested, is deleted", async () => {
    const [place] = await places(1, 1);
    if (place === undefined) throw new Error("no place");
    bench.sandbox.deleteWorkflow(place.workflowId);
    expect(await reader().read(place)).toBeUndefined();
  });

  it("is not taken from another workflow", async () => {
    const [first, second] = await places(2, 2);
    if (first === undefined || second === undefined) throw new Error("no places");
    const one = reader();
    const wrong = { workflowId: first.workflowId, scheduleId: second.scheduleId };
    expect(await Promise.all([one.read(first), one.read(second), one.read(wrong)])).toEqual([
      expect.anything(),
      expect.anything(),
      undefined,
    ]);
  });
});

describe("a list that fails", () => {
  const refused = answer(403, '{"detail":"Invalid credentials"}');

  it.each([1, 3])(
    "fails every reading that needs it, over %i workflows, and none of the next",
    async (workflows) => {
      const all = await places(6, workflows);
      bench.proxy.inject(() => true, refused, 1);
      const one = reader();
      const results = await Promise.allSettled(all.map((place) => one.read(place)));
      expect(results.map(({ status }) => status)).toEqual(all.map(() => "rejected"));
      expect(await Promise.all(all.map((place) => one.read(place)))).not.toContain(undefined);
    },
  );

  it.each([1, 3])(
    "fails the first look at a workflow, over %i workflows, and the next look asks again",
    async (workflows) => {
      const [place] = await places(6, workflows);
      if (place === undefined) throw new Error("no place");
      bench.proxy.inject(() => true, refused, 1);
      const one = reader();
      await expect(one.listAtFirst(place.workflowId)).rejects.toMatchObject({ kind: "unauthorized" });
      const listed = await one.listAtFirst(place.workflowId);
      expect(listed.map((row) => row.workflow_schedule_id)).toContain(place.scheduleId);
      await expect(one.readAtFirst(place)).resolves.toMatchObject({ workflow_schedule_id: place.scheduleId });
    },
  );

  it("on a later page fails the waiting reads too", async () => {
    const all = await places(101, 3);
    bench.proxy.inject(({ path }) => path.includes("page=2"), refused);
    const one = reader();
    const results = await Promise.allSettled(all.map((place) => one.read(place)));
    expect(results.every(({ status }) => status === "rejected")).toBe(true);
  });

  it("because the server cannot list the organisation is replaced by the lists of the workflows", async () => {
    const all = await places(4, 2);
    bench.proxy.inject(isPage, answer(404, '{"detail":"Not Found"}'));
    const one = reader();
    expect(await Promise.all(all.map((place) => one.read(place)))).not.toContain(undefined);
  });
});

describe("the list of an organisation that lacks rows", () => {
  /** Rows that others delete while it is read, or a gateway that ignores `page`. */
  const lacking: readonly (readonly [string, () => Fault])[] = [
    ["because a gateway ignores the query", () => withoutQuery(bench.sandbox.url)],
    [
      "because others delete schedules meanwhile",
      () => async (exchange) => {
        const { status, body } = await exchange.forward();
        const { schedules, ...rest } = JSON.parse(body);
        exchange.reply({ status, body: JSON.stringify({ schedules: schedules.slice(3), ...rest }) });
      },
    ],
  ];

  it.each(lacking)("%s is replaced by the lists of the workflows", async (_, fault) => {
    const all = await places(25, 3);
    bench.proxy.inject(isPage, fault(), Number.POSITIVE_INFINITY);
    const one = reader();
    const found = await Promise.all(all.map((place) => one.read(place)));
    expect(found.map((schedule) => schedule?.workflow_schedule_id)).toEqual(
      all.map(({ scheduleId }) => scheduleId),
    );
    expect(asked().filter((path) => path === "/workflows/wpid/schedules")).toHaveLength(3);
    const [{ workflowId }] = all as [(typeof all)[number]];
    const ofWorkflow = all.filter((place) => place.workflowId === workflowId);
    expect(await reader().listAtFirst(workflowId)).toHaveLength(ofWorkflow.length);
  });

  it.each(lacking)("%s keeps an existing schedule from being created again", async (_, fault) => {
    const [place] = await places(25, 3);
    bench.proxy.inject(isPage, fault(), Number.POSITIVE_INFINITY);
    const inputs = nightlySchedule(place?.workflowId ?? "", { name: "n0" });
    const { failures } = await bench.lifecycle().check(undefined, inputs);
    expect(JSON.stringify(failures)).toContain(place?.scheduleId);
    expect(bench.sandbox.schedules()).toHaveLength(25);
  });
});
