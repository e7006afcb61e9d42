package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"pulumi-skyvern.local/sdk/go/skyvern"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		// The permanent id (wpid_…) of the workflow, which has the parameter vendor.
		workflowId := config.New(ctx, "").Require("workflowId")

		nightly, err := skyvern.NewWorkflowSchedule(ctx, "nightly-invoices", &skyvern.WorkflowScheduleArgs{
			WorkflowId:     pulumi.String(workflowId),
			CronExpression: pulumi.String("0 2 * * MON-FRI"),
			Timezone:       pulumi.String("America/New_York"),
			Parameters:     pulumi.Map{"vendor": pulumi.String("acme")},
		})
		if err != nil {
			return err
		}
		ctx.Export("scheduleId", nightly.ScheduleId)
		return nil
	})
}
