const { isDeepStrictEqual } = require("node:util");

/** @typedef {Record<string, unknown>} Properties */

let made = 100000000000000000n;

/** @param {Properties} properties */
function inputsOf({ scheduleId, createdAt, organizationId, ...inputs }) {
  return inputs;
}

/** Answers at once, and asks nobody. */
const workflowSchedule = {
  /**
   * @param {Properties} _olds
   * @param {Properties} news
   */
  async check(_olds, news) {
    const given = Object.entries(news).filter(([, value]) => value !== null);
    return { inputs: { timezone: "UTC", ...Object.fromEntries(given) }, failures: [] };
  },
  /**
   * @param {string} _id
   * @param {Properties} olds
   * @param {Properties} news
   */
  async diff(_id, olds, news) {
    const changes = Object.keys(news).some((key) => !isDeepStrictEqual(olds[key], news[key]));
    return { changes, replaces: [], deleteBeforeReplace: false };
  },
  /** @param {Properties} inputs */
  async create(inputs) {
    made += 1n;
    const scheduleId = `wfs_${made}`;
    const createdAt = new Date().toISOString();
    const outs = { ...inputs, enabled: true, scheduleId, createdAt, organizationId: `o_${made}` };
    return { id: `${inputs.workflowId}/${scheduleId}`, outs };
  },
  /**
   * @param {string} id
   * @param {Properties} props
   */
  async read(id, props) {
    return { id, props, inputs: inputsOf(props) };
  },
  /**
   * @param {string} _id
   * @param {Properties} olds
   * @param {Properties} news
   */
  async update(_id, olds, news) {
    return { outs: { ...olds, ...news } };
  },
  async delete() {},
};

module.exports = { workflowSchedule };
