import { type Sandbox, startSandbox } from "../../src/sandbox";
import { type Door, doors } from "../support/provider/doors";
import type { ProviderProcess } from "../support/provider/provider-process";

const stackTrace = /^\s+at /m;

describe.each(doors)("$name", (door) => {
  let sandbox: Sandbox;
  const hosts: ProviderProcess[] = [];

  beforeAll(async () => {
    sandbox = await startSandbox({ apiKey: "the-right-key" });
  });
  afterAll(() => sandbox.close());
  afterEach(async () => {
    for (const host of hosts.splice(0)) await host.close();
  });

  async function start(...args: Parameters<Door["start"]>): Promise<ProviderProcess> {
    const host = await door.start(...args);
    hosts.push(host);
    return host;
  }

  const schedule = (name: string) => ({
    ...door.hidden("WorkflowSchedule"),
    workflowId: sandbox.workflows.plain.workflowId,
    cronExpression: "0 2 * * *",
    timezone: "UTC",
    name,
  });
  const state = (name: string) => ({ ...schedule(name), enabled: true, scheduleId: "wfs_1", createdAt: "" });
  const id = (): string => `${sandbox.workflows.plain.workflowId}/wfs_1`;

  /** The calls about the schedule of this name. */
  const resource = (host: ProviderProcess, name: string) => host.resource(door.urn("WorkflowSchedule", name));

  /** What each call that fails tells the user. */
  async function failures(host: ProviderProcess): Promise<string[]> {
    const { failures: found } = await resource(host, "checked").check({}, schedule("checked"));
    const details = ({ details: text }: { details: string }): string => text;
    return [
      ...found.map(({ property, reason }) => `${property}${reason}`),
      await resource(host, "created")
        .create(schedule("created"))
        .then(() => "created", details),
      await resource(host, "read")
        .read(id(), state("read"))
        .then(() => "read", details),
      await resource(host, "updated")
        .update(id(), state("updated"), { ...schedule("updated"), timezone: "Asia/Tokyo" })
        .then(() => "updated", details),
      await resource(host, "deleted")
        .delete(id(), state("deleted"))
        .then(() => "deleted", details),
    ];
  }

  it("without a key says one sentence, and prints no stack trace", async () => {
    const host = await start({ "skyvern:baseUrl": sandbox.url });
    const texts = await failures(host);
    expect(texts).toEqual(Array(5).fill(expect.stringMatching(/^No Skyvern API key\. Run `pulumi config/)));
    expect(new Set(texts).size).toBe(1);
    expect(host.errors).not.toMatch(stackTrace);
    expect(host.errors.includes(texts[0] ?? "")).toBe(door.printsErrors);
  });

  it("with a wrong key says so, where to look, and never the key", async () => {
    const host = await start({ "skyvern:apiKey": "the-wrong-key", "skyvern:baseUrl": sandbox.url });
    const texts = await failures(host);
    expect(texts).toHaveLength(5);
    for (const text of texts) {
      expect(text).toMatch(
        /^Could not .*: Skyvern refused the API key \(HTTP 403, ".*"\)\. Check skyvern:apiKey/,
      );
    }
    expect(host.errors).not.toMatch(stackTrace);
    expect(texts.join("\n") + host.output).not.toContain("the-wrong-key");
    expect(host.commandLine).not.toContain("the-wrong-key");
  });

  it("serves creates that come at once, right after it, and shows the key nowhere", async () => {
    const host = await start({ "skyvern:apiKey": sandbox.apiKey, "skyvern:baseUrl": sandbox.url });
    const [quiet, b] = [resource(host, "quiet"), resource(host, "b")];
    const [made, other] = await Promise.all([quiet.create(schedule("quiet")), b.create(schedule("b"))]);
    expect(new Set(sandbox.schedules().map(({ name }) => name))).toEqual(new Set(["quiet", "b"]));
    const answers = [
      made,
      await resource(host, "c").check({}, schedule("c")),
      await resource(host, "c").check({}, { ...schedule("c"), workflowId: "wpid_404" }),
      await quiet.diff(made.id, made.properties, schedule("quiet")),
      await quiet.read(made.id, made.properties),
      await quiet.delete(made.id, made.properties),
      await b.delete(other.id, other.properties),
      await quiet.create({ ...schedule("quiet"), workflowId: "wpid_404" }).catch(String),
    ];
    expect(JSON.stringify(answers)).not.toContain(sandbox.apiKey);
    expect(host.output).not.toContain(sandbox.apiKey);
    expect(host.commandLine).toContain(door.program);
    expect(host.commandLine).not.toContain(sandbox.apiKey);
  });

  it("keeps two processes apart: one in the environment's account and one in that of a variable it names", async () => {
    const other = await startSandbox({ apiKey: "the-other-key" });
    const environment = { SKYVERN_API_KEY: sandbox.apiKey, SKYVERN_API_KEY_OTHER: other.apiKey };
    const [one, two] = await Promise.all([
      start({}, { ...environment, SKYVERN_BASE_URL: `${sandbox.url}/api/v1` }),
      start({ "skyvern:apiKeyEnv": "SKYVERN_API_KEY_OTHER", "skyvern:baseUrl": other.url }, environment),
    ]);
    const workflowId = other.workflows.plain.workflowId;
    const here = await resource(one, "here").create(schedule("here"));
    const there = await resource(two, "there").create({ ...schedule("there"), workflowId });
    expect(sandbox.schedules().map(({ name }) => name)).toEqual(["here"]);
    expect(other.schedules().map(({ name }) => name)).toEqual(["there"]);
    await resource(one, "here").delete(here.id, here.properties);
    await resource(two, "there").delete(there.id, there.properties);
    await other.close();
  });
});
