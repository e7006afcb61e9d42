import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { lookUpSchedules } from "../../../src/lookup/schedule-lookup";
import { lookUpWorkflow, lookUpWorkflows } from "../../../src/lookup/workflow-lookup";
import { Secret } from "../../../src/secret";
import { createClient, type SkyvernClient } from "../../../src/skyvern/client";
import { listCompletedRuns, listNewestRun, listRecentRuns } from "../../../src/skyvern/lists/runs";
import { listSchedules } from "../../../src/skyvern/schedules";

/** What a server answers: the numbers of the rows, and how many it counts. */
interface Answer {
  readonly ids: readonly number[];
  readonly total?: number;
}
type Pages = (page: number, request: number) => Answer;

const upTo = (end: number, from = 0) => Array.from({ length: end - from }, (_, index) => from + index);
/** Pages as Skyvern cuts them. */
const cut = (ids: readonly number[], page: number): Answer => ({
  ids: ids.slice((page - 1) * 100, page * 100),
  total: ids.length,
});

const scheduleRow = (id: number) => ({
  workflow_schedule_id: `wfs_${id}`,
  workflow_permanent_id: "wpid_1",
  organization_id: "o_1",
  timezone: "UTC",
  enabled: true,
  cron_expression: "0 2 * * *",
  created_at: "2026-11-01T00:00:00",
});
const workflowRow = (id: number) => ({
  workflow_permanent_id: `wpid_${id}`,
  title: `Workflow ${id}`,
  workflow_definition: { parameters: [] },
});

/** Starts a server that answers as `pages` says, and returns what `work` finds and the pages that it requested. */
async function ask<Result>(pages: Pages, work: (client: SkyvernClient) => Promise<Result>) {
  const requests: number[] = [];
  const server = createServer(({ url = "" }, response) => {
    const { pathname, searchParams } = new URL(url, "http://server");
    requests.push(Number(searchParams.get("page")));
    const { ids, total = 1000 } = pages(requests.at(-1) ?? 0, requests.length);
    const body = pathname.endsWith("/schedules")
      ? { schedules: ids.map(scheduleRow), total_count: total }
      : ids.map(workflowRow);
    response.setHeader("content-type", "application/json").end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createClient({ baseUrl, apiKey: new Secret("key"), apiKeySource: "SKYVERN_API_KEY" });
  try {
    return { found: await work(client), requests, baseUrl };
  } catch (error) {
    return { error, requests, baseUrl };
  } finally {
    await client.close();
    server.close();
  }
}

const schedules = (client: SkyvernClient) => lookUpSchedules(client, {}).then(({ length }) => length);
const workflows = (client: SkyvernClient) => lookUpWorkflows(client, {}).then(({ length }) => length);

describe("a list of several pages", () => {
  it.each<[rows: number, pagesOfSchedules: number, pagesOfWorkflows: number]>([
    [0, 1, 1],
    [1, 1, 1],
    [10, 1, 2],
    [37, 1, 1],
    [100, 1, 2],
    [101, 2, 2],
    [200, 2, 3],
    [250, 3, 4],
  ])("of %i rows is read completely", async (count, ofSchedules, ofWorkflows) => {
    const pages: Pages = (page) => cut(upTo(count), page);
    expect(await ask(pages, schedules)).toMatchObject({ found: count, requests: upTo(ofSchedules + 1, 1) });
    expect(await ask(pages, workflows)).toMatchObject({ found: count, requests: upTo(ofWorkflows + 1, 1) });
  });

  it("is complete if some rows move to the next page while it is read", async () => {
    const pages: Pages = (page) => cut(upTo(250, page === 1 ? 30 : 0), page);
    expect(await ask(pages, schedules)).toMatchObject({ found: 220, requests: [1, 2, 3, 4] });
    expect(await ask(pages, workflows)).toMatchObject({ found: 220, requests: [1, 2, 3, 4] });
  });

  it("is read again if a whole page moves on while it is read", async () => {
    const pages: Pages = (page, request) => cut(upTo(250, request === 1 ? 100 : 0), page);
    expect(await ask(pages, schedules)).toMatchObject({ found: 250, requests: [1, 2, 1, 2, 3] });
    expect(await ask(pages, workflows)).toMatchObject({ found: 250, requests: [1, 2, 1, 2, 3, 4] });
  });

  it("is read a fifth time, and no sixth", async () => {
    const pages =
      (strange: number): Pages =>
      (page, request) =>
        cut(upTo(250, request <= strange ? 100 : 0), request <= strange ? 1 : page);
    expect(await ask(pages(8), schedules)).toMatchObject({
      found: 250,
      requests: [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 3],
    });
    expect(await ask(pages(10), schedules)).toMatchObject({
      error: { kind: "unexpected-response" },
      requests: [1, 2, 1, 2, 1, 2, 1, 2, 1, 2],
    });
  });

  it("shows how much of it is read after each page", async () => {
    const shown: string[] = [];
    const show = (read: number, total: number) => shown.push(`${read} of ${total}`);
    await ask(
      (page) => cut(upTo(250), page),
      (client) => listSchedules(client, {}, show),
    );
    expect(shown).toEqual(["100 of 250", "200 of 250", "250 of 250"]);
  });

  it("is read again if schedules are created after the last page", async () => {
    const pages: Pages = (page, request) => {
      // The first row is in the list twice, and more rows come with each request.
      const all = [0, ...upTo(request < 3 ? 99 + request : 103)];
      return cut(all, page);
    };
    expect(await ask(pages, schedules)).toMatchObject({ found: 103 });
  });

  it("is complete if the server lists and counts some rows twice", async () => {
    expect(await ask((page) => cut([0, ...upTo(99)], page), schedules)).toMatchObject({
      found: 99,
      requests: [1, 2],
    });
  });

  it("is complete if the server sends all rows at once", async () => {
    const pages: Pages = () => ({ ids: upTo(250), total: 250 });
    expect(await ask(pages, schedules)).toMatchObject({ found: 250, requests: [1] });
    expect(await ask(pages, workflows)).toMatchObject({ found: 250, requests: [1] });
  });

  it("is complete if the server has smaller pages than were requested", async () => {
    const pages: Pages = (page) => ({ ids: upTo(70).slice((page - 1) * 25, page * 25), total: 70 });
    expect(await ask(pages, schedules)).toMatchObject({ found: 70, requests: [1, 2, 3] });
    expect(await ask(pages, workflows)).toMatchObject({ found: 70, requests: [1, 2, 3, 4] });
  });
});

describe("a list that lacks rows", () => {
  // boto/botocore#3778, googleapis/google-api-python-client#1843, tick/tick-api#32, larksuite/oapi-sdk-go#172
  it.each<[string, Pages]>([
    ["ignores the number of the page", () => ({ ids: upTo(100), total: 250 })],
    [
      "sends the same rows in another order",
      (page) => ({ ids: [...upTo(100, page), ...upTo(page)], total: 250 }),
    ],
    ["ignores the whole query, so that a page has 10 rows", () => ({ ids: upTo(10), total: 250 })],
    ["repeats the last page", (page) => cut(upTo(300), Math.min(page, 2))],
    ["repeats two pages in turn", (page) => cut(upTo(200), page % 2 === 1 ? 1 : 2)],
  ])("is an error if a gateway %s", async (_, pages) => {
    const counting: Pages = (page, request) => ({ ...pages(page, request), total: 1000 });
    const ofSchedules = await ask(counting, schedules);
    expect(ofSchedules.error).toMatchObject({ kind: "unexpected-response", didNothing: true });
    expect(ofSchedules.requests.length).toBeLessThan(20);
    const ofWorkflows = await ask(pages, workflows);
    expect(ofWorkflows.error).toMatchObject({ kind: "unexpected-response" });
    expect(ofWorkflows.requests.length).toBeLessThan(20);
  });

  it("is an error that says what is wrong, why, and what to do", async () => {
    const { error, baseUrl } = await ask(() => ({ ids: upTo(100), total: 250 }), schedules);
    expect(String(error)).toBe(
      `SkyvernError: Could not list the schedules of the organisation: ${baseUrl} sends rows of earlier pages again as page 2, so the list may be incomplete. If others create or delete many of them right now, run the command again. Otherwise, a gateway or cache in front of Skyvern probably ignores the query of the URL. Make it pass each request on unchanged and cache no response, then run the command again.`,
    );
  });

  it("is an error if the server counts more schedules than it sends", async () => {
    const { error } = await ask((page) => ({ ids: page === 1 ? upTo(100) : [], total: 250 }), schedules);
    expect(String(error)).toContain("counts 250 rows and sends 100, so the list may be incomplete.");
  });

  it("does not make a workflow missing that is on a later page", async () => {
    const { error } = await ask(
      () => ({ ids: upTo(10) }),
      (client) => lookUpWorkflow(client, { title: "Workflow 25" }),
    );
    expect(String(error)).toContain('Could not find workflow "Workflow 25": could not list the workflows:');
  });
});

describe("a list of runs", () => {
  const runs = (workflowIds: readonly (string | undefined)[]) => async () => {
    const rows = workflowIds.map((id, index) => ({
      run_id: `wr_${index}`,
      status: "completed",
      created_at: "2026-11-01T00:00:00",
      ...(id === undefined ? {} : { workflow_permanent_id: id }),
    }));
    const server = createServer((_, response) => {
      response.setHeader("content-type", "application/json").end(JSON.stringify(rows));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = createClient({ baseUrl, apiKey: new Secret("key"), apiKeySource: "SKYVERN_API_KEY" });
    const lists = [listCompletedRuns, listRecentRuns, listNewestRun];
    const results = await Promise.allSettled(lists.map((list) => list(client, "wpid_1")));
    await client.close();
    server.close();
    return results.map((one) => (one.status === "rejected" ? String(one.reason) : one.value.length));
  };

  it("of one workflow may leave the workflow out", async () => {
    expect(await runs(["wpid_1", undefined])()).toEqual([2, 2, 2]);
  });

  it("of one workflow is an error if it has runs of another one", async () => {
    const message = expect.stringContaining(
      "lists runs of other workflows too, so the list may be incomplete.",
    );
    expect(await runs(["wpid_1", "wpid_2"])()).toEqual([message, message, message]);
  });
});
