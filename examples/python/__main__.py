import pulumi
import pulumi_skyvern as skyvern

# The permanent id (wpid_…) of the workflow, which has the parameter vendor.
workflow_id = pulumi.Config().require("workflowId")

nightly = skyvern.WorkflowSchedule(
    "nightly-invoices",
    workflow_id=workflow_id,
    cron_expression="0 2 * * MON-FRI",
    timezone="America/New_York",
    parameters={"vendor": "acme"},
)

pulumi.export("scheduleId", nightly.schedule_id)
