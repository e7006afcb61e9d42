const pulumi = require("@pulumi/pulumi");

/** A resource that only the engine knows: no provider is called for it. */
class WorkflowSchedule extends pulumi.ComponentResource {
  /**
   * @param {string} name
   * @param {Record<string, unknown>} inputs
   */
  constructor(name, inputs) {
    super("floor:index:Component", name, inputs);
    this.registerOutputs(inputs);
  }
}

module.exports = { WorkflowSchedule };
