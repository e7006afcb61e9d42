import type { EngineEvent } from "@pulumi/pulumi/automation";
import { changeNote } from "../../../src/change-note";
import { driftOf } from "../../../src/cli/drift/resource-drift";
import {
  allChangesOf,
  changesOf,
  mayHaveChanged,
  notDone,
  startedRuns,
} from "../../../src/cli/engine/changes";
import {
  differences,
  secretPaths,
  spokenSides,
  spokenValue,
  visible,
} from "../../../src/cli/engine/differences";
import { progress } from "../../../src/cli/progress";
import { plain } from "../../../src/cli/terminal";
import { recordedEvents } from "../../support/cli/events";

const secret = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "[secret]",
};

/** A step as the engine tells of it. */
function step(
  op: string,
  old: object | undefined,
  current: object | undefined,
  type = "Thing",
  name = "one",
): EngineEvent {
  const urn = `urn:pulumi:dev::e2e::pulumi-nodejs:dynamic/skyvern:${type}::${name}`;
  const metadata = { op, urn, type: `pulumi-nodejs:dynamic/skyvern:${type}`, old, new: current };
  return { resOutputsEvent: { metadata } } as unknown as EngineEvent;
}
const state = (inputs: object, outputs: object = inputs) => ({ inputs, outputs });

describe("a component, of which the engine tells twice", () => {
  it("is one change", () => {
    const made = step("create", undefined, state({}), "ScheduleSet");
    expect(changesOf([made, made]).changes).toHaveLength(1);
    expect(
      changesOf([step("same", state({}), state({})), step("same", state({}), state({}))]).unchanged,
    ).toBe(1);
  });
});

describe("the differences between two sets of properties", () => {
  it.each([
    [{ cron: "a" }, { cron: "b" }, [{ property: "cron", before: "a", after: "b" }]],
    [{ cron: "a" }, {}, [{ property: "cron", before: "a", after: undefined }]],
    [
      { of: { deep: [1, 2] } },
      { of: { deep: [2, 1] } },
      [{ property: "of.deep", before: [1, 2], after: [2, 1] }],
    ],
    [{ of: { a: 1, b: 2 } }, { of: { b: 2, a: 1 } }, []],
    [{ of: { "a.b": 1 } }, { of: { "a.b": 2 } }, [{ property: 'of["a.b"]', before: 1, after: 2 }]],
    [{ of: [{ a: 1, b: 2 }] }, { of: [{ b: 2, a: 1 }] }, []],
    [{ of: {} }, { of: "text" }, [{ property: "of", before: {}, after: "text" }]],
  ])("%j and %j: %j", (before, after, expected) => expect(differences(before, after)).toEqual(expected));

  it("leave out hidden inputs, and those with the plain names of earlier versions only in our own types", () => {
    const properties = {
      __provider: "code",
      __origin: "urn:a",
      origin: "urn:a",
      afterHold: "enabled",
      name: "a",
    };
    expect(visible("pulumi-nodejs:dynamic/skyvern:WorkflowRun", properties)).toEqual({ name: "a" });
    const { __provider, __origin, ...others } = properties;
    expect(visible("aws:cloudfront/distribution:Distribution", properties)).toEqual(others);
  });

  it("have the same names of settings for a provider of both kinds, and only for it", () => {
    const [dynamic, plugin] = [
      { "skyvern:apiKeyEnv": "OWN_KEY", __provider: "code" },
      { apiKeyEnv: "OWN_KEY" },
    ];
    for (const type of ["pulumi:providers:skyvern", "pulumi:providers:pulumi-nodejs"])
      expect(differences(visible(type, dynamic), visible(type, plugin))).toEqual([]);
    expect(visible("aws:index:Thing", { "skyvern:apiKeyEnv": "a" })).toEqual({ "skyvern:apiKeyEnv": "a" });
  });

  it("claim no change of a provider's secret key when the stack changes to the plugin or back", () => {
    const [dynamic, plugin] = [
      { "skyvern:apiKey": secret, "skyvern:baseUrl": "https://a.example" },
      { apiKey: secret, baseUrl: "https://a.example" },
    ];
    const shown = (type: string, before: object, after: object, detailedDiff = {}) => {
      const urn = `urn:pulumi:dev::app::${type}::own`;
      const state = (inputs: object) => ({ urn, type, id: "1", inputs, outputs: {} });
      const step = { op: "update", urn, type, old: state(before), new: state(after), detailedDiff };
      const event = { resOutputsEvent: { metadata: step } } as unknown as EngineEvent;
      return changesOf([event]).changes.map((change) => change.differences);
    };
    const added = { apiKey: { kind: "add", inputDiff: true } };
    expect(shown("pulumi:providers:skyvern", dynamic, plugin, added)).toEqual([[]]);
    expect(shown("pulumi:providers:pulumi-nodejs", plugin, dynamic)).toEqual([[]]);
    expect(shown("pulumi:providers:skyvern", dynamic, { ...plugin, baseUrl: "https://b.example" })).toEqual([
      [{ property: "baseUrl", before: "https://a.example", after: "https://b.example" }],
    ]);
    expect(shown("pulumi:providers:skyvern", plugin, plugin)).toEqual([
      [{ property: "apiKey", before: "[secret]", after: "[secret]" }],
    ]);
  });

  it("never show what is secret on either side", () => {
    const masked = { before: "[secret]", after: "[secret]" };
    expect(differences({ key: secret }, { key: "plain" })).toEqual([{ property: "key", ...masked }]);
    expect(differences({ key: "plain" }, { key: secret })).toEqual([{ property: "key", ...masked }]);
    expect(differences({ keys: [secret] }, { keys: ["plain"] })).toEqual([{ property: "keys", ...masked }]);
    expect(differences({ key: { a: secret } }, { key: "plain" })).toEqual([{ property: "key", ...masked }]);
    expect(differences({}, { key: { a: secret, b: 1 } })).toEqual([
      { property: "key", before: undefined, after: { a: "[secret]", b: 1 } },
    ]);
  });

  it("say of a value that is not known in a preview that it is not", () => {
    const [difference] = differences({ id: "a" }, { id: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" });
    expect(spokenValue(difference?.after)).toBe("(known after up)");
  });

  it("come with the paths of secrets", () => {
    expect(secretPaths({ a: { b: secret, c: 1 }, d: [secret], e: secret })).toEqual(["a.b", "d", "e"]);
  });
});

describe("a value in one line", () => {
  it.each([
    ["0 2 * * *", '"0 2 * * *"'],
    [{ a: 1 }, '{"a":1}'],
    [undefined, "(not set)"],
    ["0123456789abcdef".repeat(4), '"01234567..."'],
    ["[secret]", "[secret]"],
    ["x".repeat(100), `"${"x".repeat(76)}...`],
  ])("%j is %s", (value, text) => expect(spokenValue(value)).toBe(text));

  const x = (times: number) => "x".repeat(times);
  it.each([
    ["a", "b", '"a"', '"b"'],
    ["a".repeat(64), "b".repeat(64), '"aaaaaaaa..."', '"bbbbbbbb..."'],
    ["a".repeat(64), `${"a".repeat(63)}b`, `"${"a".repeat(64)}"`, `"${"a".repeat(63)}b"`],
    [x(100), undefined, `"${x(76)}...`, "(not set)"],
    [`a${x(100)}`, `b${x(100)}`, `"a${x(75)}...`, `"b${x(75)}...`],
    [`${x(100)}a`, `${x(100)}b`, `...${x(30)}a"`, `...${x(30)}b"`],
    [[x(100), 1, x(100)], [x(100), 2, x(100)], `...${x(28)}",1,"${x(41)}...`, `...${x(28)}",2,"${x(41)}...`],
    [x(100), `${x(100)}b`, `...${x(30)}"`, `...${x(30)}b"`],
  ])("beside another one shows what differs: %j and %j", (before, after, left, right) => {
    expect(spokenSides(before, after)).toEqual([left, right]);
    expect(spokenSides(after, before)).toEqual([right, left]);
  });
});

describe("the changes of a preview", () => {
  const { changes, unchanged } = changesOf(recordedEvents("preview"));

  it("are those of the program by name, each once, with what differs", () => {
    expect(changes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "create fourth",
      "create fourthb",
      "update nightly",
      "delete second",
      "replace smoke",
    ]);
    expect(changes[2]).toEqual({
      kind: "update",
      name: "nightly",
      type: "WorkflowSchedule",
      id: "wfs_6",
      differences: [
        // Not `enabled`: it was paused by hand, and the program leaves it out, which keeps the pause.
        { property: "cronExpression", before: "0 2 * * *", after: "0 3 * * *" },
      ],
    });
    expect(changes[4]?.differences).toEqual([
      { property: "workflowId", before: expect.any(String), after: expect.any(String) },
    ]);
  });

  it("leave out the stack and the providers that Pulumi makes", () => expect(unchanged).toBe(0));

  it("start no run", () => expect(startedRuns(recordedEvents("preview"))).toEqual([]));

  it("show an origin of another package's resource, and none of a run", () => {
    const urn = "urn:pulumi:dev::e2e::aws:cdn:Cdn::one";
    const metadata = {
      op: "update",
      urn,
      type: "aws:cdn:Cdn",
      old: state({ origin: "a" }),
      new: state({ origin: "b" }),
    };
    const other = { resOutputsEvent: { metadata } } as unknown as EngineEvent;
    expect(changesOf([other]).changes[0]?.differences).toEqual([
      { property: "origin", before: "a", after: "b" },
    ]);
    expect(driftOf([other])).toHaveLength(1);
    const run = step("update", state({ origin: "a" }), state({ origin: "b" }), "WorkflowRun");
    expect(changesOf([run]).changes[0]?.differences).toEqual([]);
    expect(driftOf([run])).toEqual([]);
  });

  it("say that a secret changes where nothing else does", () => {
    const before = state({ key: secret, name: "a" });
    expect(changesOf([step("update", before, before)]).changes[0]?.differences).toEqual([
      { property: "key", before: "[secret]", after: "[secret]" },
    ]);
  });
});

describe("the changes of an up that failed", () => {
  const events = recordedEvents("failed-up");

  it("are those that were done", () => {
    const { changes } = changesOf(events);
    expect(changes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "create fourth",
      "create fourthb",
      "update nightly",
    ]);
  });

  it("come with the run that failed, and where to look at it", () => {
    const [run, ...others] = startedRuns(events);
    expect(others).toEqual([]);
    expect(run).toEqual({
      name: "smoke",
      runId: expect.stringMatching(/^wr_/),
      status: "failed",
      appUrl: `http://localhost:8080/runs/${run?.runId}`,
    });
  });
});

describe("what an up that failed did not do", () => {
  const told = (changes: readonly { kind: string; name: string }[]) =>
    changes.map(({ kind, name }) => `${kind} ${name}`);
  const one = state({ cronExpression: "0 2 * * *" });
  const deleted = step("delete-replaced", one, undefined);
  const made = step("create-replacement", one, one);
  const failed = (event: EngineEvent, id = ""): EngineEvent => {
    const metadata = event.resOutputsEvent?.metadata;
    return { resOpFailedEvent: { metadata: { ...metadata, new: { ...metadata?.new, id } } } } as EngineEvent;
  };

  it("is what was planned, without the run that failed", () => {
    expect(told(notDone(recordedEvents("preview"), recordedEvents("failed-up")))).toEqual(["delete second"]);
    expect(told(notDone(recordedEvents("preview"), []))).toHaveLength(5);
    expect(told(allChangesOf(recordedEvents("failed-up")).changes)).not.toContain("delete smoke");
  });

  it("is the other half of a rename without aliases", () => {
    const make = step("create", undefined, one, "Thing", "daily");
    const drop = step("delete", one, undefined, "Thing", "nightly");
    const [left, ...others] = notDone([make, drop], [make]);
    expect([left, others]).toMatchObject([{ kind: "delete", name: "nightly" }, []]);
  });

  it("is a replacement that deleted and could not make it again, which counts as a deletion", () => {
    const preview = [deleted, made];
    expect(told(allChangesOf(preview).changes)).toEqual(["replace one"]);
    const up = [deleted, failed(made)];
    expect(allChangesOf(up).changes).toMatchObject([
      { kind: "delete", name: "one", differences: [{ property: "cronExpression", after: undefined }] },
    ]);
    expect(told(notDone(preview, up))).toEqual(["replace one"]);
    expect(told(notDone(preview, preview))).toEqual([]);
  });

  it("is no replacement of which the server has the new one, though it failed", () => {
    const up = [deleted, failed(made, "wr_1")];
    expect([allChangesOf(up).changes, notDone([deleted, made], up)]).toEqual([[], []]);
  });

  it("is a change that failed: the id of an update was there before", () => {
    const update = step("update", one, one);
    expect(told(notDone([update], [failed(update, "wfs_1")]))).toEqual(["update one"]);
  });

  it("does not count the old one that an earlier replacement left", () => {
    const up = [step("same", one, one), deleted];
    expect(allChangesOf(up)).toEqual({ changes: [], unchanged: 1 });
  });
});

describe("an up that failed", () => {
  const inputs = state({});
  it.each(["create", "update", "delete", "create-replacement", "delete-replaced", "import"])(
    "may have changed something where it came to a %s",
    (op) => expect(mayHaveChanged([step(op, inputs, inputs)])).toBe(true),
  );

  it.each(["same", "read", "refresh"])("changed nothing by a %s", (op) =>
    expect(mayHaveChanged([step(op, inputs, inputs)])).toBe(false),
  );

  it("changed nothing by what Pulumi makes for itself", () => {
    const stack = {
      op: "create",
      urn: "urn:pulumi:dev::e2e::pulumi:pulumi:Stack::e2e-dev",
      type: "pulumi:pulumi:Stack",
    };
    expect(mayHaveChanged([{ resOutputsEvent: { metadata: stack } } as unknown as EngineEvent])).toBe(false);
    expect(mayHaveChanged([])).toBe(false);
  });
});

describe("the drift of a previewed refresh", () => {
  it("lists changed and deleted resources, sorted by name", () => {
    const drift = driftOf(recordedEvents("drift"));
    expect(drift).toEqual([
      {
        name: "nightly",
        type: "WorkflowSchedule",
        id: "wfs_6",
        kind: "changed",
        properties: [{ property: "enabled", inState: true, onServer: false, isKeptByUp: true }],
      },
      {
        name: "second",
        type: "WorkflowSchedule",
        id: "wfs_7",
        kind: "changed",
        properties: [
          { property: "cronExpression", inState: "0 5 * * *", onServer: "0 8 * * *", isKeptByUp: false },
          { property: "parameters.vendor", inState: "acme", onServer: "y", isKeptByUp: false },
        ],
      },
      { name: "third", type: "WorkflowSchedule", id: "wfs_4", kind: "gone", properties: [] },
    ]);
  });

  it("has the time of the last change, which the provider shows", () => {
    const note = (message: string): EngineEvent =>
      ({ diagnosticEvent: { message, severity: "info", ephemeral: true } }) as unknown as EngineEvent;
    const notes = [
      note(`${changeNote("wfs_6", "2026-11-28T14:03:22Z")}\n`),
      note(changeNote("wfs_8", "2026-11-28T14:04:22Z")),
    ];
    const drift = driftOf([...recordedEvents("drift"), ...notes]);
    expect(drift.map(({ changedAt }) => changedAt)).toEqual(["2026-11-28T14:03:22Z", undefined, undefined]);
  });

  it("shows another kind of schedule as what is gone and what came", () => {
    const inProgram = { name: "a", intervalSeconds: 5400 };
    const start = "2027-01-04T08:00:00Z";
    const before = state(inProgram, { ...inProgram, firstFireAt: start });
    const cron = { name: "a", cronExpression: "0 5 * * *" };
    expect(driftOf([step("update", before, state(cron, cron))])[0]?.properties).toEqual([
      { property: "intervalSeconds", inState: 5400, onServer: undefined, isKeptByUp: false },
      { property: "cronExpression", inState: undefined, onServer: "0 5 * * *", isKeptByUp: false },
    ]);
  });

  it("keeps another first fire time of an interval if the program leaves it to Skyvern", () => {
    const start = { firstFireAt: "2027-01-04T08:00:00Z" };
    const later = { firstFireAt: "2027-01-05T08:00:00Z" };
    const often = { name: "a", intervalSeconds: 5400 };
    const drift = (given: object) => {
      const before = state({ ...often, ...given }, { ...often, ...start });
      return driftOf([step("update", before, state({ ...often, ...later }), "WorkflowSchedule")])[0]
        ?.properties;
    };
    const moved = { property: "firstFireAt", inState: start.firstFireAt, onServer: later.firstFireAt };
    expect(drift({})).toEqual([{ ...moved, isKeptByUp: true }]);
    expect(drift(start)).toEqual([{ ...moved, isKeptByUp: false }]);
  });

  it("is none where only outputs are others", () => {
    const before = state({ name: "a" }, { name: "a", readAt: 1 });
    expect(driftOf([step("update", before, state({ name: "a" }, { name: "a", readAt: 2 }))])).toEqual([]);
  });

  it("tells of a secret that must be another one, without showing it", () => {
    const same = state({ key: { a: secret } });
    expect(driftOf([step("update", same, same)])[0]?.properties).toEqual([
      { property: "key.a", inState: "[secret]", onServer: "[secret]", isKeptByUp: false },
    ]);
    expect(driftOf([step("same", same, same)])).toEqual([]);
  });

  it("does not take a signed URL that is another one for a secret that a program gave", () => {
    const run = state({ key: secret }, { key: secret, recordingUrl: secret });
    expect(driftOf([step("update", run, run)])).toEqual([]);
  });
});

describe("the progress of an up", () => {
  const running = (status: string, seconds: number): EngineEvent =>
    ({
      diagnosticEvent: {
        message: `${status} ${seconds}s, wr_1, http://localhost/runs/wr_1\n`,
        severity: "info",
        ephemeral: true,
      },
    }) as unknown as EngineEvent;

  it("tells of each change and failure", () => {
    const said: string[] = [];
    const terminal = { report: () => undefined, say: (line: string) => said.push(line), paint: plain };
    for (const event of recordedEvents("failed-up")) progress("dev", terminal)(event);
    expect(said).toEqual(
      expect.arrayContaining(["dev:   ~ nightly", "dev:   + fourth", "dev:   failed: smoke"]),
    );
  });

  it("tells of each status of a run at once, and of the same one every 15 seconds", () => {
    const said: string[] = [];
    const terminal = { report: () => undefined, say: (line: string) => said.push(line), paint: plain };
    let seconds = 0;
    const watch = progress("dev", terminal, () => seconds * 1000);
    for (; seconds < 20; seconds++) watch(running(seconds < 2 ? "queued" : "running", seconds));
    expect(said.map((line) => line.split(", http")[0])).toEqual([
      "dev:   queued 0s, wr_1",
      "dev:   running 2s, wr_1",
      "dev:   running 17s, wr_1",
    ]);
  });
});
