import { type OutgoingHttpHeaders, request } from "node:http";
import { type LocalSandbox, startLocalSandbox } from "../../../../src/sandbox/local/start-local-sandbox";
import type { SandboxView } from "../../../../src/sandbox/local/view";

export const apiKey = "key-of-the-test";

/** An answer, with its body as text. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A started sandbox with the ready-made workflows, and calls of it. */
export class LocalCalls {
  readonly sandbox: LocalSandbox;

  private constructor(sandbox: LocalSandbox) {
    this.sandbox = sandbox;
  }

  static async start(): Promise<LocalCalls> {
    return new LocalCalls(await startLocalSandbox({ port: 0, apiKey, page: "<p>the page</p>" }));
  }

  /** The id of a ready-made workflow. */
  workflow(title = "Plain"): string {
    return this.sandbox.workflows.find((one) => one.title === title)?.workflowId ?? "";
  }

  /** Sends a request. `fetch` would replace some of the headers that these tests send. */
  send(method: string, path: string, headers: OutgoingHttpHeaders = {}, body = ""): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(`${this.sandbox.url}${path}`, { method, headers, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }

  /** A request of the API with the key. */
  async api(method: string, path: string, body?: object) {
    const headers = { "x-api-key": apiKey, "content-type": "application/json" };
    const answer = await this.send(method, path, headers, body === undefined ? "" : JSON.stringify(body));
    return { ...answer, body: JSON.parse(answer.text === "" ? "null" : answer.text) };
  }

  /** Creates a schedule, and returns its id. */
  async schedule(fields: object, workflowId = this.workflow()): Promise<string> {
    const body = { timezone: "UTC", ...fields };
    const answer = await this.api("POST", `/v1/workflows/${workflowId}/schedules`, body);
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body.schedule.workflow_schedule_id;
  }

  /** Moves the clock. */
  async move(body: unknown) {
    const headers = { "content-type": "application/json" };
    const answer = await this.send("POST", "/sandbox/clock", headers, JSON.stringify(body));
    return { status: answer.status, body: JSON.parse(answer.text) };
  }

  async view(): Promise<SandboxView> {
    return JSON.parse((await this.send("GET", "/sandbox/state")).text);
  }

  /** The sandbox's time, in milliseconds since 1970. */
  async time(): Promise<number> {
    const { headers } = await this.send("GET", "/sandbox/state");
    return Date.parse(String(headers["x-sandbox-time"]));
  }
}
