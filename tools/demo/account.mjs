/**
 * @typedef {object} Schedule As the API shows it, of what the demo needs.
 * @property {string} workflow_schedule_id
 * @property {string} name
 * @property {string} cron_expression
 * @property {string} timezone
 * @property {boolean} enabled
 *
 * @typedef {object} Run
 * @property {string} run_id
 * @property {string} status
 * @property {unknown} output
 *
 * @typedef {object} Workflow
 * @property {string} workflow_permanent_id
 * @property {string} title
 * @property {{parameters: {parameter_type: string}[]}} workflow_definition
 */

const timeoutMs = 30_000;
const pageSize = 50;

/** A Skyvern account, seen by a plain HTTP client that knows nothing of Pulumi. */
export class Account {
  /** @type {string} */
  #key;

  /**
   * @param {string} baseUrl With or without `/api/v1` or `/v1` at its end.
   * @param {string} key
   */
  constructor(baseUrl, key) {
    /** @readonly */
    this.url = baseUrl.replace(/\/+$/, "").replace(/(\/api)?\/v1$/, "");
    this.#key = key;
  }

  /** @returns {NodeJS.ProcessEnv} What the provider reads; an environment is not shown in a process list. */
  environment() {
    return { SKYVERN_BASE_URL: this.url, SKYVERN_API_KEY: this.#key };
  }

  /**
   * @param {string} method
   * @param {string} path
   * @returns {Promise<{status: number, body: any}>}
   */
  async #request(method, path) {
    const options = { method, headers: { "x-api-key": this.#key }, signal: AbortSignal.timeout(timeoutMs) };
    try {
      const response = await fetch(this.url + path, { ...options, redirect: "error" });
      return { status: response.status, body: response.ok ? await response.json() : undefined };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const said = String(cause instanceof Error ? cause.message : cause).replaceAll(this.#key, "[secret]");
      throw new Error(`${this.url} could not be reached: ${said}.`);
    }
  }

  /**
   * @param {string} method
   * @param {string} path
   */
  async #ask(method, path) {
    const { status, body } = await this.#request(method, path);
    if (status === 403) throw new Error(`${this.url} does not accept the API key in SKYVERN_API_KEY.`);
    if (body === undefined) throw new Error(`${method} ${path} on ${this.url} was answered with ${status}.`);
    return body;
  }

  /**
   * @param {string} workflowId
   * @returns {Promise<Workflow>}
   */
  async workflow(workflowId) {
    return await this.#ask("GET", `/v1/workflows/${workflowId}`);
  }

  /** @returns {Promise<Workflow | undefined>} The newest workflow that takes no parameters. */
  async workflowWithoutParameters() {
    for (let page = 1; ; page += 1) {
      /** @type {Workflow[]} */
      const workflows = await this.#ask("GET", `/v1/workflows?page=${page}&page_size=${pageSize}`);
      const found = workflows.find(({ workflow_definition: { parameters } }) =>
        parameters.every((parameter) => parameter.parameter_type !== "workflow"),
      );
      if (found !== undefined || workflows.length < pageSize) return found;
    }
  }

  /**
   * @param {string} workflowId
   * @returns {Promise<Schedule[]>} All schedules of the workflow.
   */
  async schedules(workflowId) {
    return (await this.#ask("GET", `/api/v1/workflows/${workflowId}/schedules`)).schedules;
  }

  /**
   * @param {string} workflowId
   * @param {string} scheduleId
   * @returns {Promise<string[]>} When it fires next, in UTC.
   */
  async nextRuns(workflowId, scheduleId) {
    return (
      (await this.#ask("GET", `/api/v1/workflows/${workflowId}/schedules/${scheduleId}`)).next_runs ?? []
    );
  }

  /**
   * @param {string} runId
   * @returns {Promise<Run>}
   */
  async run(runId) {
    return await this.#ask("GET", `/v1/runs/${runId}`);
  }

  /**
   * Pauses a schedule, as the button in the web page does.
   *
   * @param {string} workflowId
   * @param {string} scheduleId
   * @returns {Promise<string>} The request that was made.
   */
  async pause(workflowId, scheduleId) {
    const path = `/api/v1/workflows/${workflowId}/schedules/${scheduleId}/disable`;
    await this.#ask("POST", path);
    return `POST ${path}`;
  }
}
