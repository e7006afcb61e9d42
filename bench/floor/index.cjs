const pulumi = require("@pulumi/pulumi");

/** The properties of a WorkflowSchedule, served by a provider that does nothing: what no provider can be below. */
class WorkflowSchedule extends pulumi.CustomResource {
  /**
   * @param {string} name
   * @param {Record<string, unknown>} inputs
   */
  constructor(name, inputs) {
    const properties = {
      timezone: undefined,
      description: undefined,
      parameters: undefined,
      enabled: undefined,
      adopt: undefined,
      scheduleId: undefined,
      createdAt: undefined,
      organizationId: undefined,
      ...inputs,
      name,
      __provider: "exports.handler = () => require('floor/provider').workflowSchedule;",
    };
    super("pulumi-nodejs:dynamic/floor:WorkflowSchedule", name, properties, { deleteBeforeReplace: true });
  }
}

module.exports = { WorkflowSchedule };
