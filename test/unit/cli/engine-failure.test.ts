import type { EngineEvent } from "@pulumi/pulumi/automation";
import { failureOf, warningsOf } from "../../../src/cli/engine/engine-failure";
import { recordedEvents } from "../../support/cli/events";

/** As the Automation API reports a failed command with the output `text`. */
function commandError(text: string): Error {
  const message = `Command failed with exit code 255: pulumi up --yes --stack dev --non-interactive\n${text}`;
  return new Error(`code: -2\n stdout: \n stderr: ${message}\n err?: Error: ${message}\n`);
}
const diagnostic = (severity: string, message: string, name?: string, ephemeral = false): EngineEvent =>
  ({
    diagnosticEvent: {
      severity,
      message,
      ephemeral,
      ...(name === undefined ? {} : { urn: `urn:pulumi:dev::e2e::a:b:C::${name}` }),
    },
  }) as unknown as EngineEvent;
const failure = (...events: readonly EngineEvent[]) => failureOf(events, commandError("a page of output"));

describe("why a command of the engine failed", () => {
  it("is reported once for all resources", () => {
    expect(failure(...recordedEvents("refused-key"))).toEqual([
      expect.stringMatching(
        /^fourthb, nightly and 2 more: Could not list the schedules .*Skyvern refused the API key.*127\.0\.0\.1:8000\.$/,
      ),
      expect.stringMatching(/^smoke: Could not read run wr_\w+: Skyvern refused the API key/),
    ]);
  });

  it("names each resource alone, and the failed request once when several resources needed it", () => {
    const request = "ould not list the schedules of the organisation (page 1): Skyvern refused the API key.";
    const read = (name: string) =>
      diagnostic("error", `Could not read schedule "${name}" (wfs_1) of workflow wpid_1: c${request}`, name);
    expect(failure(read("a"))).toEqual([
      `a: Could not read schedule "a" (wfs_1) of workflow wpid_1: c${request}`,
    ]);
    expect(failure(read("a"), read("b"))).toEqual([`a, b: C${request}`]);
  });

  it("is the sentence of the run when a smoke run failed", () => {
    expect(failure(...recordedEvents("failed-up"))).toEqual([
      expect.stringMatching(
        /^smoke: Run wr_\w+ of workflow wpid_\w+ ended as failed: login block failed\..*new run\.$/,
      ),
    ]);
  });

  it("is the program's error, without the stack trace", () => {
    expect(failure(...recordedEvents("broken-program"))).toEqual([
      "The program failed: Error: program is broken",
    ]);
  });

  it("is the reason of a failed check, without the value", () => {
    const type = "pulumi-nodejs:dynamic/skyvern:WorkflowSchedule";
    expect(
      failure(
        diagnostic(
          "error",
          `${type} resource 'a': property timezone value {Mars} has a problem: no such zone`,
          "a",
        ),
        diagnostic("error", `${type} resource 'b' has a problem: parameters.x: missing`, "b"),
      ),
    ).toEqual(["a: timezone: no such zone", "b: parameters.x: missing"]);
  });

  it("is a mandatory policy that was violated", () => {
    const policyEvent = {
      message: "UTC only.\n",
      policyName: "zones",
      policyPackName: "team",
      enforcementLevel: "mandatory",
      resourceUrn: "urn:pulumi:dev::e2e::a:b:C::a::b",
    };
    expect(failure({ policyEvent } as unknown as EngineEvent)).toEqual([
      "a::b: UTC only. (policy zones of team)",
    ]);
  });

  it.each([
    ["error: no stack named 'nope' found", /^There is no stack nope of this project.*`pulumi stack ls`/],
    [
      "error: getting stack configuration: get stack secrets manager: incorrect passphrase",
      /^The stack's secrets cannot be read: .*incorrect passphrase\. Set PULUMI_CONFIG_PASSPHRASE/,
    ],
    [
      "error: the stack is currently locked by 1 lock(s). Either wait, or `pulumi cancel`.\n  file:///x: created by ann@ci",
      /^the stack is currently locked by 1 lock.*\nfile:\/\/\/x: created by ann@ci$/,
    ],
    ["error: EOF", /^`pulumi` could not read a file of the backend: EOF\. If .*\.attrs, and remove it\./],
    [
      "error: failed to load checkpoint: EOF",
      /^`pulumi` could not read a file of the backend: failed to load checkpoint: EOF\. If /,
    ],
    ["it just ended", /it just ended$/],
  ])("is the output of the CLI if the engine did not start: %s", (printed, expected) => {
    expect(failureOf([], commandError(printed))).toEqual([expect.stringMatching(expected)]);
  });

  it("is a few lines at most", () => {
    const [reason = ""] = failureOf([], commandError("line\n".repeat(60)));
    expect(reason.split("\n").length).toBeLessThanOrEqual(10);
  });
});

describe("the warnings of a command", () => {
  it("are those that stay, each once, and advisory policies", () => {
    const advisory = {
      message: "Too many",
      policyName: "count",
      policyPackName: "team",
      enforcementLevel: "advisory",
    };
    expect(
      warningsOf([
        diagnostic("warning", "crowded\n", "nightly"),
        diagnostic("warning", "crowded\n", "nightly"),
        diagnostic("warning", "of the program\n"),
        diagnostic("warning", "for a moment", undefined, true),
        diagnostic("info", "not a warning"),
        { policyEvent: advisory } as unknown as EngineEvent,
      ]),
    ).toEqual([
      { resource: "nightly", message: "crowded" },
      { message: "of the program" },
      { message: "Too many (policy count of team)" },
    ]);
  });
});
