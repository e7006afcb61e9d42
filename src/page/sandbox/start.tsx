import { localKey } from "../../sandbox/local/local-key";
import type { WorkflowView } from "../../sandbox/local/view";
import { Code } from "./list";

/** What to do with a sandbox without schedules. `workflow` is one that needs no parameters. */
export function Start({ workflow }: { readonly workflow: WorkflowView | undefined }) {
  const { origin } = location;
  const settings = `export SKYVERN_BASE_URL=${origin}\nexport SKYVERN_API_KEY=${localKey}`;
  const create = `curl ${origin}/v1/workflows/${workflow?.id}/schedules \\
  -H "x-api-key: ${localKey}" \\
  --json '{"name": "first", "cron_expression": "0 2 * * *", "timezone": "UTC"}'`;
  return (
    <div class="start">
      <p>There are no schedules yet. Deploy some with Pulumi:</p>
      <Code text={`${settings}\npulumi up`} />
      {workflow !== undefined && (
        <>
          <p>Or create one by hand:</p>
          <Code text={create} />
        </>
      )}
    </div>
  );
}
