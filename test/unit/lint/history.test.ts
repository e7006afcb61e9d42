import { medianMinutes, usualMinutes } from "../../../src/lookup/usual-duration";
import { type Sandbox, startSandbox } from "../../../src/sandbox";
import { Secret } from "../../../src/secret";
import { createClient, type SkyvernClient } from "../../../src/skyvern/client";

const run = (started_at: string | null, finished_at: string | null, status = "completed") => ({
  status,
  started_at,
  finished_at,
});
const lasting = (seconds: number, status?: string) =>
  run(
    "2026-11-26T01:59:30.250000",
    new Date(Date.UTC(2026, 10, 26, 1, 59, 30, 250) + seconds * 1000).toISOString().replace("Z", "000"),
    status,
  );

describe("the usual time of a run", () => {
  it("is the median of those that completed, in minutes", () => {
    expect(medianMinutes([lasting(600), lasting(60), lasting(90)])).toBe(1.5);
    expect(medianMinutes([lasting(600), lasting(60), lasting(90), lasting(30)])).toBe(1.25);
    expect(medianMinutes([lasting(0), lasting(0), lasting(0)])).toBe(0);
  });

  it("is not known from fewer than three", () => {
    expect(medianMinutes([])).toBeUndefined();
    expect(medianMinutes([lasting(60), lasting(60)])).toBeUndefined();
    expect(medianMinutes([lasting(60), lasting(60), lasting(60, "failed")])).toBeUndefined();
  });

  it("leaves out rows without both times", () => {
    const rows = [
      run(null, "2026-11-26T02:00:00"),
      run("2026-11-26T02:00:00", null),
      { status: "completed" },
    ];
    expect(medianMinutes([...rows, lasting(60), lasting(60)])).toBeUndefined();
    expect(medianMinutes([...rows, run("later", "never"), lasting(60), lasting(60), lasting(60)])).toBe(1);
  });

  it("takes times with a zone as well", () => {
    const row = run("2026-11-26T01:00:00+01:00", "2026-11-26T00:02:00Z");
    expect(medianMinutes([row, row, row])).toBe(2);
  });
});

describe("the history of a workflow's runs", () => {
  let sandbox: Sandbox;
  let client: SkyvernClient;
  let now = Date.parse("2026-11-26T12:00:00Z");
  beforeAll(async () => {
    sandbox = await startSandbox({ runMilliseconds: 600_000, now: () => new Date(now) });
    const apiKey = new Secret(sandbox.apiKey);
    client = createClient({ baseUrl: sandbox.url, apiKey, apiKeySource: "SKYVERN_API_KEY" });
  });
  afterAll(async () => {
    await client.close();
    await sandbox.close();
  });

  async function start(workflowId: string): Promise<void> {
    const headers = { "x-api-key": sandbox.apiKey, "content-type": "application/json" };
    const body = JSON.stringify({ workflow_id: workflowId });
    const answer = await fetch(`${sandbox.url}/v1/run/workflows`, { method: "POST", headers, body });
    if (!answer.ok) throw new Error(await answer.text());
  }

  it("is that of its completed runs alone, with their times, by one request", async () => {
    const { completing, failing } = sandbox.workflows;
    for (const { workflowId } of [completing, completing, failing, completing]) await start(workflowId);
    now += 3_600_000;
    await start(completing.workflowId);
    const requests = sandbox.requests.all.length;
    const minutes = await usualMinutes(client, completing.workflowId);
    expect(sandbox.requests.all.length - requests).toBe(1);
    expect(minutes).toBeCloseTo(10, 1);
    expect(await usualMinutes(client, failing.workflowId)).toBeUndefined();
    expect(await usualMinutes(client, "wpid_0")).toBeUndefined();
  });
});
