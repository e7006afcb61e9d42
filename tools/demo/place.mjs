import { Account } from "./account.mjs";

/**
 * @typedef {object} Place Where a demo takes place.
 * @property {Account} account
 * @property {string} workflowId The workflow that gets the schedules.
 * @property {string | undefined} runWorkflowId The workflow that is run, where one may be.
 * @property {readonly string[]} about Lines that tell the reader.
 * @property {Readonly<Record<string, string>>} config Further configuration of the program.
 * @property {() => Promise<void>} close
 */

/** @returns {Promise<Place>} A Skyvern-compatible server inside this process. */
async function sandbox() {
  const { startSandbox } = await import("pulumi-skyvern/sandbox");
  const server = await startSandbox();
  const output = { invoices: [{ vendor: "acme", total: 129.5 }] };
  const { workflowId, title } = server.addWorkflow("Collect invoices", [], { milliseconds: 3000, output });
  return {
    account: new Account(server.url, server.apiKey),
    workflowId,
    runWorkflowId: workflowId,
    about: [`Skyvern: the sandbox, an API server inside this process (${server.url})`, `Workflow: ${title}`],
    config: {},
    close: () => server.close(),
  };
}

/** @returns {Promise<Place>} The account that the environment names. */
async function realAccount() {
  const key = process.env.SKYVERN_API_KEY;
  if (!key)
    throw new Error("--real wants the API key of your Skyvern account in the variable SKYVERN_API_KEY.");
  const account = new Account(process.env.SKYVERN_BASE_URL || "https://api.skyvern.com", key);
  const chosen = process.env.SKYVERN_WORKFLOW_ID;
  const workflow = chosen ? await account.workflow(chosen) : await account.workflowWithoutParameters();
  if (workflow === undefined) {
    throw new Error("No workflow of this account is free of parameters; name one in SKYVERN_WORKFLOW_ID.");
  }
  // Half a year away, so that nothing fires while the demo runs.
  const month = ((new Date().getUTCMonth() + 6) % 12) + 1;
  return {
    account,
    workflowId: workflow.workflow_permanent_id,
    runWorkflowId: process.env.SKYVERN_RUN_WORKFLOW_ID || undefined,
    about: [
      `Skyvern: your account at ${account.url}`,
      `Workflow: ${workflow.title} (${workflow.workflow_permanent_id})`,
      "The schedules are dated half a year ahead, so none fires, and are deleted at the end.",
    ],
    config: {
      nightlyCron: `0 2 10 ${month} *`,
      reportCron: `*/30 8-17 11 ${month} *`,
      monthlyCron: `0 6 12 ${month} *`,
    },
    close: async () => {},
  };
}

/**
 * @param {boolean} real
 * @returns {Promise<Place>}
 * @throws {Error} if the environment names no account, or one that cannot be used.
 */
export function openPlace(real) {
  return real ? realAccount() : sandbox();
}
