import { startSandbox } from "../../src/sandbox";
import { LogEngine } from "../support/engine/log-engine";
import { dynamicDoor } from "../support/provider/doors";

it("a dynamic run keeps its URN under a name that the engine never shows, and leaves that of a 0.1.0 state as it is", async () => {
  const sandbox = await startSandbox({ runMilliseconds: 200 });
  const engine = await LogEngine.start();
  const configuration = { "skyvern:apiKey": sandbox.apiKey, "skyvern:baseUrl": sandbox.url };
  const host = await dynamicDoor.start(configuration, {}, engine.address);
  try {
    const resource = host.resource();
    const urn = dynamicDoor.urn("WorkflowRun", "hidden");
    const { workflowId } = sandbox.workflows.plain;
    const program = { ...dynamicDoor.hidden("WorkflowRun", urn), workflowId, pollInterval: "50ms" };
    const { inputs } = await resource.check({}, program);
    const { __origin, ...given } = inputs;
    expect(__origin).toBe(urn);
    expect(given).not.toHaveProperty("origin");
    const old = { ...given, origin: urn };
    expect((await resource.check(old, { ...given, __origin: urn })).inputs).toEqual(old);
    const renamed = { ...given, __origin: `${urn}-renamed` };
    const kept = { ...renamed, origin: urn };
    expect((await resource.check(old, renamed)).inputs).toEqual(kept);
    const { id, properties } = await resource.create(kept);
    expect(properties).toMatchObject({ origin: urn, __origin: `${urn}-renamed` });
    const [line] = engine.logged.filter(({ message }) => message.includes(id));
    expect(line?.urn).toBe(`${urn}-renamed`);
    expect((await resource.read(id, properties)).properties).toMatchObject({
      origin: urn,
      __origin: `${urn}-renamed`,
    });
  } finally {
    await host.close();
    engine.close();
    await sandbox.close();
  }
});
