import { startSandbox } from "../../src/sandbox";
import { LogEngine } from "../support/engine/log-engine";
import { doors } from "../support/provider/doors";

/** `LogSeverity.WARNING` of `engine.proto`. */
const warning = 2;

it.each(doors)(
  "$name warns of a run that an update may have cost, in the engine's diagnostics",
  async (door) => {
    let clock = new Date("2026-11-23T10:00:01Z");
    const sandbox = await startSandbox({ now: () => clock });
    const engine = await LogEngine.start();
    const configuration = { "skyvern:apiKey": sandbox.apiKey, "skyvern:baseUrl": sandbox.url };
    const host = await door.start(configuration, {}, engine.address);
    try {
      const { workflowId } = sandbox.workflows.plain;
      const program = {
        ...door.hidden("WorkflowSchedule"),
        workflowId,
        cronExpression: "*/5 * * * *",
        name: "five",
      };
      const five = host.resource(door.urn("WorkflowSchedule", "five"));
      const { inputs } = await five.check({}, program);
      const { id, properties } = await five.create(inputs);
      clock = new Date("2026-11-23T10:05:02Z");
      await five.update(id, properties, { ...inputs, description: "Invoices" });
      const warnings = engine.logged.filter(({ severity }) => severity === warning);
      expect(warnings).toEqual([
        expect.objectContaining({
          message: expect.stringContaining("2026-11-23T10:05:00.000Z, 2 s before this update"),
          ephemeral: false,
        }),
      ]);
    } finally {
      await host.close();
      engine.close();
      await sandbox.close();
    }
  },
);
