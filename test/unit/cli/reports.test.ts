import { styleText } from "node:util";
import { driftReport, type StackDrift } from "../../../src/cli/drift/drift-report";
import { driftOf } from "../../../src/cli/drift/resource-drift";
import type { Change } from "../../../src/cli/engine/changes";
import { markdownCode, markdownText } from "../../../src/cli/markdown";
import type { Promotion, StackPromotion } from "../../../src/cli/promote/promotion";
import { promotionReport } from "../../../src/cli/promote/promotion-report";
import { type Paint, plain } from "../../../src/cli/terminal";
import { findingsReport } from "../../../src/cli/validate/findings-report";
import { recordedEvents } from "../../support/cli/events";

const coloured: Paint = (style, text) => styleText(style, text, { validateStream: false });

const drift: readonly StackDrift[] = [
  { stack: "dev", status: "clean", resources: [], warnings: [] },
  { stack: "staging", status: "failed", resources: [], warnings: [], failure: ["No key.\nSet one."] },
  {
    stack: "prod",
    status: "drifted",
    warnings: [{ resource: "old", message: "it is odd" }],
    resources: [
      {
        name: "nightly",
        type: "WorkflowSchedule",
        id: "wfs_6",
        kind: "changed",
        changedAt: "2026-11-28T14:03:22.123Z",
        properties: [
          { property: "enabled", inState: true, onServer: false, isKeptByUp: true },
          { property: "description", inState: undefined, onServer: "by hand", isKeptByUp: false },
          { property: "parameters.token", inState: "[secret]", onServer: "[secret]", isKeptByUp: false },
        ],
      },
      { name: "weekly", type: "WorkflowSchedule", id: "wfs_7", kind: "gone", properties: [] },
    ],
  },
];

describe("the report of drift", () => {
  it("is readable", () => {
    expect(driftReport({ stacks: drift }, "text", plain)).toBe(`dev: no drift

staging: could not be checked
  No key.
  Set one.

prod: drift of 2 resources
  ~ nightly (WorkflowSchedule wfs_6): changed on 2026-11-28 14:03 UTC
      enabled: true after the last up, false on the server (the code leaves it out, so up keeps it)
      description: (not set) after the last up, "by hand" on the server
      parameters.token: a secret that differs on the server
  - weekly (WorkflowSchedule wfs_7): deleted on the server
  warning: old: it is odd

To restore the values of the last up, run this from the commit that is deployed: \`pulumi up --refresh --stack prod\`. To keep the changes, write them into the code.`);
  });

  it("shows what differs of two long values", () => {
    const [inState, onServer] = ["a", "b"].map((end) => "x".repeat(100) + end);
    const property = { property: "parameters.note", inState, onServer, isKeptByUp: false };
    const resource = {
      name: "nightly",
      type: "WorkflowSchedule",
      id: "wfs_6",
      kind: "changed",
      properties: [property],
    } as const;
    const found: StackDrift = { stack: "dev", status: "drifted", warnings: [], resources: [resource] };
    expect(driftReport({ stacks: [found] }, "text", plain)).toMatch(
      /: \.{3}x+a" after the last up, \.{3}x+b" on the server\n/,
    );
  });

  it("has colours only when asked", () => {
    const colour = String.fromCharCode(27);
    expect(driftReport({ stacks: drift }, "text", coloured)).toContain(`${colour}[`);
    expect(driftReport({ stacks: drift }, "text", plain)).not.toContain(colour);
    expect(driftReport({ stacks: drift }, "markdown", coloured)).not.toContain(colour);
  });

  it("is Markdown for an issue", () => {
    expect(driftReport({ stacks: drift }, "markdown", plain)).toMatch(
      /^## Drift\n\n\| stack \| result \|\n\| --- \| --- \|\n\| `dev` \| no drift \|\n\| `staging` \| could not be checked \|\n\| `prod` \| drift of 2 resources \|\n\n### staging\n\n- No key\.<br>Set one\.\n\n### prod\n\n- `nightly` \(WorkflowSchedule wfs_6\): changed on 2026-11-28 14:03 UTC\n {2}- `enabled: true after/,
    );
  });

  it("is JSON with the same content, and without advice if nothing drifted", () => {
    expect(JSON.parse(driftReport({ stacks: drift }, "json", plain))).toEqual(
      JSON.parse(JSON.stringify({ stacks: drift })),
    );
    expect(driftReport({ stacks: drift.slice(0, 1) }, "text", plain)).toBe("dev: no drift");
  });
});

const change = (kind: Change["kind"], name: string, differences: Change["differences"] = []): Change => ({
  kind,
  name,
  type: "WorkflowSchedule",
  differences,
});
const untouched = { changes: [], unchanged: 0, warnings: [], runs: [] };
const applied: StackPromotion = {
  stack: "dev",
  status: "promoted",
  changes: [
    change("update", "nightly", [
      { property: "cronExpression", before: "0 2 * * *", after: "0 3 * * *" },
      { property: "parameters.token", before: "[secret]", after: "[secret]" },
    ]),
    change("create", "new", [
      { property: "cronExpression", before: undefined, after: "0 7 * * *" },
      { property: "name", before: undefined, after: "new" },
    ]),
    {
      ...change("delete", "old", [{ property: "cronExpression", before: "0 1 * * *", after: undefined }]),
      id: "wfs_9",
    },
  ],
  unchanged: 37,
  warnings: [{ resource: "nightly", message: "crowded at | 03:00" }],
  runs: [{ name: "smoke", runId: "wr_1", status: "completed", appUrl: "http://localhost:8080/runs/wr_1" }],
};
const failed: StackPromotion = {
  ...untouched,
  stack: "staging",
  status: "failed",
  failure: { during: "up", reasons: ["smoke: the run failed"], mayHaveChanged: true },
};
const promotion: Promotion = {
  commit: "def4567890",
  isDirty: true,
  isPreview: false,
  stacks: [applied, failed, { ...untouched, stack: "prod", status: "not reached" }],
};

describe("the report of a promotion", () => {
  it("lists what was done", () => {
    expect(
      promotionReport(promotion, "text", plain),
    ).toBe(`dev: promoted, 1 create, 1 update, 1 delete, 37 unchanged
  ~ nightly: cronExpression "0 2 * * *" -> "0 3 * * *", parameters.token (secret) changes
  + new (WorkflowSchedule): cronExpression "0 7 * * *"
  - old (WorkflowSchedule wfs_9)
  run smoke: completed, http://localhost:8080/runs/wr_1
  warning: nightly: crowded at | 03:00

staging: failed in the up, no changes, 0 unchanged
  error: smoke: the run failed

prod: not reached`);
  });

  it("shows what differs of two long values", () => {
    const [before, after] = ["a", "b"].map((end) => "x".repeat(100) + end);
    const changes = [change("update", "nightly", [{ property: "parameters.note", before, after }])];
    const stacks = [{ ...applied, changes }];
    expect(promotionReport({ ...promotion, stacks }, "text", plain)).toMatch(
      /nightly: parameters\.note \.{3}x+a" -> \.{3}x+b"\n/,
    );
  });

  it("says that a provider keeps its settings when the stack changes to the plugin, and shows those that change", () => {
    const provider = (type: string, differences: Change["differences"]): string => {
      const stacks = [{ ...applied, changes: [{ ...change("update", "other", differences), type }] }];
      return promotionReport({ ...promotion, stacks }, "text", plain);
    };
    for (const type of ["skyvern", "pulumi-nodejs"])
      expect(provider(type, [])).toContain(
        "\n  ~ other: no visible value changes, only the names of its settings in state\n",
      );
    const moved = { property: "apiKeyEnv", before: "ONE", after: "TWO" };
    expect(provider("skyvern", [moved])).toContain('\n  ~ other: apiKeyEnv "ONE" -> "TWO"\n');
  });

  it("is Markdown with a table of stacks and a list of changes", () => {
    const report = promotionReport(promotion, "markdown", plain);
    expect(report).toMatch(
      /^## Promotion\n\nCommit def4567, with uncommitted changes\.\n\n\| stack \| result \|/,
    );
    expect(report).toContain("| `dev` | promoted | 1 | 1 | 0 | 1 | 37 |\n");
    expect(report).toContain("| `prod` | not reached | 0 | 0 | 0 | 0 | 0 |\n");
    expect(report).toContain(
      '\n- `~ nightly: cronExpression "0 2 * * *" -> "0 3 * * *", parameters.token (secret)',
    );
    expect(report).toContain("- run `smoke`: completed, [wr_1](<http://localhost:8080/runs/wr_1>)\n");
    expect(report).toContain("- warning: nightly: crowded at &#124; 03:00\n");
    expect(report).not.toContain("### prod");
  });

  it("shows what was changed by hand apart from changes of the code, in text and Markdown", () => {
    const enabled = { property: "enabled", before: false, after: true };
    const cron = { property: "cronExpression", before: "0 2 * * *", after: "0 3 * * *" };
    const changes: readonly Change[] = [
      { ...change("update", "nightly", [enabled]), id: "wfs_8", byHand: ["enabled"] },
      { ...change("replace", "weekly", [cron, enabled]), byHand: ["enabled"] },
      { ...change("create", "yearly"), byHand: "deleted" },
    ];
    const stacks: readonly StackPromotion[] = [{ ...untouched, stack: "dev", status: "stopped", changes }];
    expect(promotionReport({ ...promotion, stacks }, "text", plain)).toBe(
      `dev: stopped, 1 create, 1 update, 1 replace, 0 unchanged
  changed by hand: ~ nightly (wfs_8): enabled false -> true
  +- weekly: cronExpression "0 2 * * *" -> "0 3 * * *"
  changed by hand: ~ weekly: enabled false -> true
  deleted by hand: + yearly (WorkflowSchedule)`,
    );
    expect(promotionReport({ ...promotion, stacks }, "markdown", plain)).toContain(
      "- **changed by hand:** `~ nightly (wfs_8): enabled false -> true`\n- `+- weekly: cron",
    );
  });

  it("lists what a failed up did not do", () => {
    const notDone = [change("delete", "nightly"), change("replace", "weekly")];
    const stacks = [{ ...failed, changes: [change("create", "daily")], notDone }];
    expect(promotionReport({ ...promotion, stacks }, "text", plain)).toMatch(
      /^staging: failed in the up, 1 create, 2 not done, 0 unchanged\n {2}\+ daily \(WorkflowSchedule\)\n {2}not done: - nightly \(WorkflowSchedule\)\n {2}not done: \+- weekly\n/,
    );
    expect(promotionReport({ ...promotion, stacks }, "markdown", plain)).toContain(
      "\n- `+ daily (WorkflowSchedule)`\n- **not done:** `- nightly (WorkflowSchedule)`\n- **not done:** `+- weekly`\n",
    );
    expect(
      JSON.parse(promotionReport({ ...promotion, stacks }, "json", plain)).stacks[0].notDone,
    ).toHaveLength(2);
  });

  it("is JSON with all that is known", () => {
    expect(JSON.parse(promotionReport(promotion, "json", plain))).toEqual(
      JSON.parse(JSON.stringify(promotion)),
    );
  });
});

describe("the report of findings", () => {
  const validated = {
    file: "schedules.yaml",
    environments: ["dev", "prod"],
    schedules: 3,
    findings: [
      {
        severity: "error",
        rule: "unknown-key",
        message: 'There is no "crn". Did you mean cron?',
        place: { file: "schedules.yaml", line: 12, column: 5, path: "schedules.nightly.crn" },
      },
      {
        severity: "warning",
        rule: "overlap",
        message: "It overlaps.",
        environment: "prod",
        place: { file: "schedules.yaml", line: 20, column: 3, path: "schedules.weekly" },
      },
      { severity: "warning", rule: "odd", message: "It is odd.", place: { path: "schedules.a" } },
    ],
  } as const;

  it("has lines that editors turn into links", () => {
    expect(findingsReport([validated], "text", plain)).toBe(
      `schedules.yaml:12:5 error  schedules.nightly.crn: There is no "crn". Did you mean cron?  [unknown-key]
schedules.yaml:20:3 warning  schedules.weekly: It overlaps. (in prod)  [overlap]
schedules.a warning  It is odd.  [odd]
3 schedules in dev, prod: 1 error, 2 warnings`,
    );
  });

  it("is a Markdown table, or only the last line if nothing was found", () => {
    expect(findingsReport([validated], "markdown", plain)).toContain(
      "| `schedules.yaml:20:3` | warning | schedules.weekly: It overlaps. (in prod) | `overlap` |\n",
    );
    const clean = { ...validated, environments: [], findings: [] };
    expect(findingsReport([clean], "markdown", plain)).toBe(
      "## schedules.yaml\n\n3 schedules: 0 errors, 0 warnings",
    );
  });

  it("is JSON with file, environments and findings", () => {
    expect(JSON.parse(findingsReport([validated], "json", plain))).toEqual(validated);
  });
});

describe("a report that is written again", () => {
  // snyk/driftctl#374, snyk/driftctl#321, bridgecrewio/checkov#3119
  it("has its resources in the same order, whatever the order of the engine's events", () => {
    const events = recordedEvents("drift");
    const report = (some: typeof events) =>
      driftReport(
        { stacks: [{ stack: "dev", status: "drifted", warnings: [], resources: driftOf(some) }] },
        "text",
        plain,
      );
    const first = report(events);
    expect(report([...events].reverse())).toBe(first);
    expect(report([...events.slice(1), ...events.slice(0, 1)])).toBe(first);
  });
});

describe("text of others in Markdown", () => {
  it.each([
    ["a `b` c", "`` a `b` c ``"],
    ["plain", "`plain`"],
    ["two\nlines", "`two lines`"],
    // presidentbeef/brakeman#1711, dotnet/roslyn-analyzers#2732, codecov/codecov-action#1265: a pipe ends a cell, also in code
    ["Array<Multiaddr>|undefined", "`Array<Multiaddr>|undefined`"],
  ])("%j is the code %s", (text, code) => expect(markdownCode(text)).toBe(code));

  it("mentions nobody, links nothing, and contains no HTML", () => {
    expect(markdownText("wr_1 _em_")).toBe("wr_1 &#95;em&#95;");
    expect(markdownText("@team <b> #1 [a](b)\n*c*")).toBe(
      "@&#8203;team &#60;b&#62; #&#8203;1 &#91;a&#93;(b)<br>&#42;c&#42;",
    );
  });
});
