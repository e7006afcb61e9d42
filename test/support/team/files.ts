import { javascriptProject } from "../engine/pulumi-project";

const program = `
const pulumi = require("@pulumi/pulumi");
const skyvern = require("pulumi-skyvern");
const set = new skyvern.ScheduleSet("schedules", { file: "schedules.yaml", environment: pulumi.getStack() });
`;

/** The program, and after it a run that must succeed before the next environment is reached. */
export const programWithSmokeTest = `${program}
new skyvern.WorkflowRun(
  "smoke",
  { workflowId: skyvern.getWorkflowOutput({ title: "Smoke test" }).workflowId, pollInterval: "250ms" },
  { dependsOn: set },
);
`;

/** What the repository begins with. Each stack takes its key from a variable of its own. */
export const firstFiles = {
  "Pulumi.yaml": javascriptProject,
  "package.json": '{ "private": true }\n',
  "index.js": program,
  ".gitignore": "node_modules\nbackend\npulumi-home\n",
};

/** Two vendors' invoices each weekday, and claims on Mondays, in a timezone that no lint rule warns of. */
export const mondaysFile = `defaults: { timezone: Asia/Tokyo, workflow: invoices }
workflows:
  invoices: { title: Invoice download }
  claims: { title: Claim status check }
schedules:
  acme:
    cron: "0 5 * * MON-FRI"
    parameters: { vendor: acme, password: "\${secret:portalPassword}" }
  globex:
    cron: "0 7 * * MON-FRI"
    parameters: { vendor: globex, password: "\${secret:portalPassword}" }
  claims:
    workflow: claims
    cron: "0 9 * * MON"
environments:
  staging: { enabled: false }
  prod:
    schedules:
      acme: { cron: "30 5 * * MON-FRI" }
`;

/** Acme an hour later, in prod globex; initech is new, and nobody wants claims any more. */
export const tuesdaysFile = `defaults: { timezone: Asia/Tokyo, workflow: invoices }
workflows:
  invoices: { title: Invoice download }
schedules:
  acme:
    cron: "0 6 * * MON-FRI"
    parameters: { vendor: acme, password: "\${secret:portalPassword}" }
  globex:
    cron: "0 7 * * MON-FRI"
    parameters: { vendor: globex, password: "\${secret:portalPassword}" }
  initech:
    cron: "0 8 * * MON-FRI"
    parameters: { vendor: initech, password: "\${secret:portalPassword}" }
environments:
  staging: { enabled: false }
  prod:
    schedules:
      acme: { cron: "30 5 * * MON-FRI" }
      globex: { cron: "30 7 * * MON-FRI" }
`;

/** The same with a mistyped key, an interval that Skyvern refuses, and something that is no boolean. */
export const brokenFile = tuesdaysFile
  .replace('cron: "0 7 * * MON-FRI"', 'crom: "0 7 * * MON-FRI"')
  .replace("0 8 * * MON-FRI", "*/3 8 * * MON-FRI")
  .replace("enabled: false", "enabled: nope");

/** Acme another hour later, to be tested in each environment. */
export const fridaysFile = mondaysFile
  .replace("0 5 * * MON-FRI", "0 4 * * MON-FRI")
  .replace("30 5 *", "30 4 *");
