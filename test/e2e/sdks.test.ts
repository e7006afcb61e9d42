import { spawnSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { ScratchFolder } from "../support/cli/scratch-folder";

const root = join(__dirname, "../..");

/** Registers one of each with the mocks of Pulumi's SDK, and prints what the engine would get. */
const pythonProgram = `import json
import pulumi

registered = []

class Mocks(pulumi.runtime.Mocks):
    def new_resource(self, args):
        registered.append([args.typ, args.inputs])
        return [args.name, {**args.inputs, "runId": "wr_1", "status": "completed"}]

    def call(self, args):
        schedule = {"scheduleId": "wfs_1", "workflowId": "wpid_1", "timezone": "UTC", "enabled": True, "createdAt": ""}
        return {"schedules": [schedule]} if args.args == {"status": "active"} else {}

pulumi.runtime.set_mocks(Mocks())
import pulumi_skyvern as skyvern

@pulumi.runtime.test
def run():
    found = skyvern.get_schedules(status=skyvern.ScheduleStatus.ACTIVE).schedules[0]
    own = skyvern.Provider("own", api_key_env="OWN_KEY", paused=True)
    nightly = skyvern.WorkflowSchedule(
        "nightly", workflow_id=found.workflow_id, cron_expression="0 2 * * *", parameters={"vendor": "acme"},
        opts=pulumi.ResourceOptions(provider=own))
    smoke = skyvern.WorkflowRun("smoke", workflow_id="wpid_1", fail_on=[skyvern.RunFinalStatus.TIMED_OUT],
        totp_identifier="hunter2", proxy_location={"country": "US"})
    jobs = skyvern.ScheduleSet("jobs", environment="dev", file="schedules.yaml")
    return pulumi.Output.all(nightly.urn, smoke.status, jobs.urn).apply(lambda all: registered.append(all[1]))

run()
print(json.dumps(registered))
`;

const goProgram = `package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"pulumi-skyvern.local/sdk/go/skyvern"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		found, err := skyvern.GetWorkflow(ctx, &skyvern.GetWorkflowArgs{Title: pulumi.StringRef("Invoices")})
		if err != nil {
			return err
		}
		own, err := skyvern.NewProvider(ctx, "own", &skyvern.ProviderArgs{ApiKeyEnv: pulumi.String("OWN_KEY")})
		if err != nil {
			return err
		}
		_, err = skyvern.NewWorkflowSchedule(ctx, "nightly", &skyvern.WorkflowScheduleArgs{
			WorkflowId:     pulumi.String(found.WorkflowId),
			CronExpression: pulumi.String("0 2 * * *"),
			Parameters:     pulumi.Map{"vendor": pulumi.String("acme")},
			Adopt:          pulumi.Bool(true),
		}, pulumi.Provider(own))
		if err != nil {
			return err
		}
		run, err := skyvern.NewWorkflowRun(ctx, "smoke", &skyvern.WorkflowRunArgs{
			WorkflowId:    pulumi.String(found.WorkflowId),
			FailOn:        skyvern.RunFinalStatusArray{skyvern.RunFinalStatusFailed},
			RunWith:       skyvern.RunWithAgent,
			ProxyLocation: skyvern.GeoTargetArgs{Country: pulumi.String("US")},
		})
		if err != nil {
			return err
		}
		ctx.Export("output", run.Output)
		_, err = skyvern.NewScheduleSet(ctx, "jobs", &skyvern.ScheduleSetArgs{Environment: "dev"})
		return err
	})
}
`;

describe("the SDKs that tools/sdks.mjs writes", () => {
  const folder = new ScratchFolder();
  const sdks = join(folder.path, "sdks");
  afterAll(() => folder.remove());

  /** Runs a command that must succeed. */
  function succeed(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
    const options = { cwd: folder.path, env: { ...process.env, ...env }, encoding: "utf8" } as const;
    const { status, stdout, stderr, error } = spawnSync(command, args, options);
    if (status !== 0) throw new Error(`${command} ${args[0]} failed: ${error ?? stderr}`);
    return stdout;
  }

  beforeAll(() => succeed(process.execPath, [join(root, "tools/sdks.mjs"), sdks]), 600_000);

  it("do not replace SDKs that a folder already has", () => {
    expect(() => succeed(process.execPath, [join(root, "tools/sdks.mjs"), sdks])).toThrow(
      "already contains an SDK",
    );
  });

  it("give a program in Python the resources and lookups, with enums, defaults and secrets", () => {
    const base = process.env.SKYVERN_PYTHON || process.env.SKYVERN_PYTHON_BASE || "python3";
    succeed(base, ["-m", "venv", "venv"]);
    const python = join(folder.path, "venv/bin/python");
    succeed(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", join(sdks, "python")]);
    folder.write("program.py", pythonProgram);
    const registered: unknown = JSON.parse(succeed(python, ["program.py"]));
    const workflowId = "wpid_1";
    expect(registered).toEqual(
      expect.arrayContaining([
        [
          "pulumi:providers:skyvern",
          { apiKeyEnv: "OWN_KEY", paused: "true", allowInsecure: "false", checkWorkflows: "true" },
        ],
        [
          "skyvern:index:WorkflowSchedule",
          { workflowId, cronExpression: "0 2 * * *", timezone: "UTC", parameters: { vendor: "acme" } },
        ],
        [
          "skyvern:index:WorkflowRun",
          expect.objectContaining({
            failOn: ["timed_out"],
            totpIdentifier: expect.objectContaining({ value: "hunter2" }),
            proxyLocation: { country: "US" },
            timeout: "1h",
          }),
        ],
        ["skyvern:index:ScheduleSet", { environment: "dev", file: "schedules.yaml" }],
        "completed",
      ]),
    );
  }, 600_000);

  it("compile in a program in Go", () => {
    const local = "pulumi-skyvern.local/sdk/go/skyvern";
    const point = `replace ${local} => ${join(sdks, "go", "skyvern")}`;
    folder.write("go.mod", `module program\n\ngo 1.25.11\n\nrequire ${local} v0.0.0\n\n${point}\n`);
    copyFileSync(join(root, "tools/engine/sdk-gen/go.sum"), join(folder.path, "go.sum"));
    folder.write("main.go", goProgram);
    const env = { GOWORK: "off", GOFLAGS: "-mod=mod -buildvcs=false" };
    succeed("go", ["build", "-trimpath", "-o", "program", "."], env);
    succeed("go", ["build", "-trimpath", `${local}/...`], env);
  }, 600_000);
});
