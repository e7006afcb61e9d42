/** Registers one of each with the mocks of Pulumi's SDK, and prints what the engine would get. */
export const pythonProgram = `import json
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

/** Compiles types that the programs of the page do not use. */
export const goRun = `package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"pulumi-skyvern.local/sdk/go/skyvern"
)

var _ = skyvern.WorkflowRunArgs{
	WorkflowId:    pulumi.String("wpid_1"),
	FailOn:        skyvern.RunFinalStatusArray{skyvern.RunFinalStatusFailed},
	RunWith:       skyvern.RunWithAgent,
	ProxyLocation: skyvern.GeoTargetArgs{Country: pulumi.String("US")},
}
`;
