import type { EngineEvent } from "@pulumi/pulumi/automation";
import { driftOf } from "../../../src/cli/drift/resource-drift";
import { allChangesOf, notDone, startedRuns } from "../../../src/cli/engine/changes";
import { visible } from "../../../src/cli/engine/differences";
import { recordedEvents } from "../../support/cli/events";

const secret = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "[secret]",
};

/** An update of a resource of the plugin, which reports these paths as different. */
function update(kind: string, reported: readonly string[], before: object, after: object): EngineEvent {
  const type = `skyvern:index:${kind}`;
  const detailedDiff = Object.fromEntries(reported.map((path) => [path, { diffKind: "update" }]));
  const side = (inputs: object) => ({ inputs, outputs: inputs });
  const metadata = {
    op: "update",
    urn: `urn:pulumi:dev::e2e::${type}::one`,
    type,
    old: side(before),
    new: side(after),
    detailedDiff,
  };
  return { resOutputsEvent: { metadata } } as unknown as EngineEvent;
}

const changedSecret = { before: "[secret]", after: "[secret]" };

describe("the changes of a stack with the provider plugin", () => {
  const { changes } = allChangesOf(recordedEvents("plugin-preview"));

  it("are those of the program, with the secret that differs beside another property", () => {
    expect(changes.map(({ kind, name, type }) => `${kind} ${name} ${type}`)).toEqual([
      "create fourth WorkflowSchedule",
      "update nightly WorkflowSchedule",
      "delete second WorkflowSchedule",
      "replace smoke WorkflowRun",
      "create third WorkflowSchedule",
    ]);
    expect(changes[1]?.differences).toEqual([
      // Not `enabled`: it was paused by hand, and the program leaves it out, which keeps the pause.
      { property: "cronExpression", before: "0 2 * * *", after: "0 3 * * *" },
      { property: "parameters.token", ...changedSecret },
    ]);
  });

  it("do not name a secret if the plugin reports only another difference", () => {
    const inputs = { parameters: { token: secret } };
    const [change] = allChangesOf([update("WorkflowRun", ["status"], inputs, inputs)]).changes;
    expect(change?.differences).toEqual([]);
  });

  it("name only the secrets that the plugin reports", () => {
    const inputs = { parameters: { "a-b": secret, "c.d": secret, e: secret } };
    const reported = ['parameters["a-b"]', 'parameters["c.d"]'];
    const [change] = allChangesOf([update("WorkflowSchedule", reported, inputs, inputs)]).changes;
    expect(change?.differences.map(({ property }) => property)).toEqual([
      "parameters.a-b",
      'parameters["c.d"]',
    ]);
  });

  it("name a secret inside a property that the plugin reports as a whole", () => {
    const inputs = { parameters: { token: secret } };
    const [change] = allChangesOf([update("WorkflowSchedule", ["parameters"], inputs, inputs)]).changes;
    expect(change?.differences).toEqual([{ property: "parameters.token", ...changedSecret }]);
  });

  it("hide the marks of a hold and of a pause", () => {
    const properties = { name: "a", afterHold: "enabled", pausedByHand: true };
    expect(visible("skyvern:index:WorkflowSchedule", properties)).toEqual({ name: "a" });
  });

  it("leave out what was not done when the run of an up failed", () => {
    const up = recordedEvents("plugin-failed-up");
    expect(startedRuns(up)).toMatchObject([{ name: "smoke", status: "failed" }]);
    expect(notDone(recordedEvents("plugin-preview"), up)).toMatchObject([{ kind: "delete", name: "second" }]);
  });
});

describe("the drift of a stack with the provider plugin", () => {
  it("lists a pause by hand and the secret that differs beside it", () => {
    expect(driftOf(recordedEvents("plugin-drift"))).toMatchObject([
      {
        name: "nightly",
        id: "wfs_39",
        kind: "changed",
        changedAt: expect.stringMatching(/Z$/),
        properties: [
          { property: "enabled", inState: true, onServer: false, isKeptByUp: true },
          { property: "parameters.token", inState: "[secret]", onServer: "[secret]", isKeptByUp: false },
        ],
      },
      {
        name: "second",
        properties: [
          { property: "cronExpression", inState: "0 5 * * *", onServer: "0 8 * * *" },
          { property: "parameters.vendor", inState: "acme", onServer: "y" },
        ],
      },
      { name: "third", kind: "gone" },
    ]);
  });
});
