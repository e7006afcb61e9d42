// A schedule as Pulumi's documentation of dynamic providers has one write it: closures, which Pulumi stores in
// state, and for each call a request of its own.
const pulumi = require("@pulumi/pulumi");

const changeable = ["cronExpression", "timezone", "name", "description", "parameters"];

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
async function callSkyvern(method, path, body) {
  const apiKey = process.env.SKYVERN_API_KEY;
  if (!apiKey) throw new Error("SKYVERN_API_KEY is not set");
  const response = await fetch(`${process.env.SKYVERN_BASE_URL}/api/v1${path}`, {
    method,
    headers: { "x-api-key": apiKey, "content-type": "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
  });
  if (response.status === 404) return undefined;
  if (!response.ok) {
    throw new Error(
      `Skyvern API error: ${method} ${path} returned ${response.status}: ${await response.text()}`,
    );
  }
  return response.json();
}

/** @param {Record<string, any>} inputs */
function toBody(inputs) {
  return {
    cron_expression: inputs.cronExpression,
    timezone: inputs.timezone,
    name: inputs.name,
    description: inputs.description,
    parameters: inputs.parameters,
    enabled: inputs.enabled,
  };
}

/** @param {any} schedule */
function toOutputs(schedule) {
  return {
    workflowId: schedule.workflow_permanent_id,
    cronExpression: schedule.cron_expression,
    timezone: schedule.timezone,
    name: schedule.name,
    description: schedule.description,
    parameters: schedule.parameters,
    enabled: schedule.enabled,
    scheduleId: schedule.workflow_schedule_id,
    createdAt: schedule.created_at,
    organizationId: schedule.organization_id,
  };
}

/** @type {import("@pulumi/pulumi").dynamic.ResourceProvider} */
const scheduleProvider = {
  async check(_olds, news) {
    const failures = [];
    for (const property of ["workflowId", "cronExpression", "timezone"]) {
      if (!news[property]) failures.push({ property, reason: `${property} is required` });
    }
    const fields = String(news.cronExpression ?? "")
      .trim()
      .split(/\s+/);
    if (fields.length !== 5) {
      failures.push({ property: "cronExpression", reason: "a cron expression has five fields" });
    }
    return { inputs: news, failures };
  },
  async diff(_id, olds, news) {
    const changed = changeable.filter((key) => JSON.stringify(olds[key]) !== JSON.stringify(news[key]));
    const replaces = olds.workflowId !== news.workflowId ? ["workflowId"] : [];
    return { changes: changed.length + replaces.length > 0, replaces, deleteBeforeReplace: true };
  },
  async create(inputs) {
    const created = await callSkyvern("POST", `/workflows/${inputs.workflowId}/schedules`, toBody(inputs));
    if (created === undefined) throw new Error(`Workflow ${inputs.workflowId} not found`);
    return { id: created.schedule.workflow_schedule_id, outs: toOutputs(created.schedule) };
  },
  async read(id, props) {
    const found = await callSkyvern("GET", `/workflows/${props?.workflowId}/schedules/${id}`);
    return found === undefined ? {} : { id, props: toOutputs(found.schedule) };
  },
  async update(id, _olds, news) {
    const updated = await callSkyvern("PUT", `/workflows/${news.workflowId}/schedules/${id}`, toBody(news));
    if (updated === undefined) throw new Error(`Schedule ${id} not found`);
    return { outs: toOutputs(updated.schedule) };
  },
  async delete(id, props) {
    await callSkyvern("DELETE", `/workflows/${props.workflowId}/schedules/${id}`);
  },
};

class WorkflowSchedule extends pulumi.dynamic.Resource {
  /**
   * @param {string} name
   * @param {Record<string, unknown>} inputs
   */
  constructor(name, inputs) {
    const outputs = {
      enabled: undefined,
      scheduleId: undefined,
      createdAt: undefined,
      organizationId: undefined,
    };
    super(scheduleProvider, name, { ...outputs, ...inputs, name }, undefined, "usual", "WorkflowSchedule");
  }
}

module.exports = { WorkflowSchedule };
