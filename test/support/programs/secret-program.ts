/** What is secret in {@link secretProgram}, and where it is: texts that stand nowhere else. */
export const secretMarkers = {
  apiKey: "marker-api-key",
  description: "marker-description",
  parameter: "marker-parameter",
  deep: "marker-deep-parameter",
  header: "marker-header",
  webhookUrl: "https://hook.example/marker-webhook",
  totpUrl: "https://totp.example/marker-totp-url",
  totpIdentifier: "marker-totp-identifier",
  trigger: "marker-trigger",
} as const;

/**
 * A program with a schedule and a run for each way to give a key: the stack's configuration, a Provider's
 * `apiKey` and a Provider's `apiKeyEnv`. Its secrets come from the configuration; those that the class itself
 * makes secret are given as plain values, from the variable SECRETS.
 */
export const secretProgram = `
const pulumi = require("@pulumi/pulumi");
const skyvern = require("pulumi-skyvern");
const config = new pulumi.Config();
const plain = JSON.parse(process.env.SECRETS);
const secret = config.requireSecretObject("secrets");
const baseUrl = process.env.SKYVERN_BASE_URL;
const providers = {
  configured: undefined,
  stored: new skyvern.Provider("stored", { baseUrl, apiKey: secret.apiKey }),
  named: new skyvern.Provider("named", { baseUrl, apiKeyEnv: "NAMED_KEY" }),
};
const parameters = { target: secret.parameter, count: 1, options: { list: [secret.deep] } };
const workflowId = config.require("workflowId");
const cronExpression = config.require("cronExpression");
const further = config.get("further") === undefined ? [] : [config.get("further")];
for (const name of [...Object.keys(providers), ...further]) {
  const options = { provider: providers[name] };
  new skyvern.WorkflowSchedule("schedule-" + name, {
    workflowId, cronExpression, parameters, description: secret.description,
  }, options);
  new skyvern.WorkflowRun("run-" + name, {
    workflowId,
    parameters,
    extraHttpHeaders: { authorization: plain.header },
    webhookUrl: secret.webhookUrl,
    totpUrl: plain.totpUrl,
    totpIdentifier: plain.totpIdentifier,
    triggers: { cronExpression, password: secret.trigger },
    timeout: "20s",
  }, options);
}
`;
