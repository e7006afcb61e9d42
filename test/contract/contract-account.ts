import { randomUUID } from "node:crypto";

/** The server that a contract runs against. */
export interface ContractTarget {
  readonly url: string;
  readonly apiKey: string;
}

export interface ContractAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A schedule in a response, with the fields that the contract uses. */
export interface ShownSchedule {
  readonly workflow_schedule_id: string;
  readonly created_at: string;
  readonly modified_at: string;
  readonly [key: string]: unknown;
}

export type JsonFields = Readonly<Record<string, unknown>>;

/** The fields of a schedule that every server accepts. */
export const nightly: JsonFields = { cron_expression: "0 2 * * *", timezone: "UTC" };

/** Sends plain HTTP requests to the target, and removes what it created there. */
export class ContractAccount {
  /**
   * Part of the name of everything that this account creates, so that searches find nothing else. The first eight
   * characters of a UUID can all be digits, which YAML reads as a number, so a word comes first.
   */
  readonly mark = `mark${randomUUID().slice(0, 8)}`;
  readonly #target: () => ContractTarget;
  readonly #workflows: string[] = [];
  readonly #credentials: string[] = [];

  constructor(target: () => ContractTarget) {
    this.#target = target;
  }

  get url(): string {
    return this.#target().url;
  }

  get apiKey(): string {
    return this.#target().apiKey;
  }

  /** Sends JSON with the key. */
  call(method: string, path: string, body?: unknown): Promise<ContractAnswer> {
    const json = body === undefined ? null : JSON.stringify(body);
    return this.send(method, path, { "x-api-key": this.apiKey, "content-type": "application/json" }, json);
  }

  /** Sends exactly these headers and this text. Does not follow redirects. */
  async send(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    text: string | null = null,
  ): Promise<ContractAnswer> {
    const url = `${this.url}${path}`;
    // A new connection: the server closes idle ones after some seconds, even while a request is on its way.
    const alone = { ...headers, connection: "close" };
    const response = await fetch(url, { method, headers: alone, body: text, redirect: "manual" });
    const answer = await response.text();
    const isJson = response.headers.get("content-type") === "application/json" && answer !== "";
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(answer) : answer };
  }

  /** Creates a workflow with these input parameters and other fields of its definition. Returns its id. */
  async createWorkflow(
    parameters: readonly JsonFields[] = [],
    title = `contract ${this.mark}`,
    fields: JsonFields = {},
  ): Promise<string> {
    const { status, body } = await this.call("POST", "/v1/workflows", {
      json_definition: workflowDefinition(title, parameters, fields),
    });
    const { workflow_permanent_id: id } = body as { workflow_permanent_id: string };
    expect({ status, id }).toEqual({ status: 200, id: expect.stringMatching(/^wpid_\d+$/) });
    this.#workflows.push(id);
    return id;
  }

  /** `POST /v1/workflows` with this body. Deletes what it creates in the end. */
  async postWorkflow(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<ContractAnswer> {
    const sent = { "x-api-key": this.apiKey, "content-type": "application/json", ...headers };
    const answer = await this.send("POST", "/v1/workflows", sent, JSON.stringify(body));
    if (answer.status === 200) {
      this.#workflows.push((answer.body as { workflow_permanent_id: string }).workflow_permanent_id);
    }
    return answer;
  }

  /** Creates a schedule that the server accepts. Returns it. */
  async createSchedule(workflowId: string, fields: JsonFields = {}): Promise<ShownSchedule> {
    const path = `/v1/workflows/${workflowId}/schedules`;
    return scheduleOf(await this.call("POST", path, { ...nightly, ...fields }));
  }

  /** Creates a password credential. Returns its id. */
  async createCredential(): Promise<string> {
    const { body } = await this.call("POST", "/v1/credentials", {
      name: `contract ${this.mark}`,
      credential_type: "password",
      credential: { username: "somebody", password: "nothing" },
    });
    const { credential_id: id } = body as { credential_id: string };
    this.#credentials.push(id);
    return id;
  }

  async removeAll(): Promise<void> {
    for (const id of this.#workflows) await this.call("POST", `/v1/workflows/${id}/delete`);
    for (const id of this.#credentials) await this.call("POST", `/v1/credentials/${id}/delete`);
  }
}

/** A workflow with these input parameters. It waits one second, unless `fields` has other blocks. */
export function workflowDefinition(
  title: string,
  parameters: readonly JsonFields[],
  fields: JsonFields = {},
): JsonFields {
  const blocks = [{ block_type: "wait", label: "pause", wait_sec: 1 }];
  return { title, workflow_definition: { parameters, blocks, ...fields } };
}

/** An input parameter. It is required if it has no default. */
export function input(key: string, type: string, defaultValue?: unknown): JsonFields {
  const declaration = { parameter_type: "workflow", key, workflow_parameter_type: type };
  return defaultValue === undefined ? declaration : { ...declaration, default_value: defaultValue };
}

/** The schedule in a successful response. */
export function scheduleOf({ status, body }: ContractAnswer): ShownSchedule {
  expect({ status, body }).toMatchObject({ status: 200, body: { schedule: {} } });
  return (body as { schedule: ShownSchedule }).schedule;
}

/** The schedules in a list. */
export function schedulesOf({ body }: ContractAnswer): readonly ShownSchedule[] {
  return (body as { schedules: readonly ShownSchedule[] }).schedules;
}

/** Status and body, to compare a whole response at once. */
export function plain({ status, body }: ContractAnswer): Pick<ContractAnswer, "status" | "body"> {
  return { status, body };
}

/** A response `{"detail": …}`. */
export function refused(status: number, detail: unknown): Pick<ContractAnswer, "status" | "body"> {
  return { status, body: { detail } };
}
