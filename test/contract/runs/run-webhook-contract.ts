import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { verifyWebhook } from "../../../src/webhook";
import type { RunAccount } from "../run-account";

interface Received {
  readonly body: Buffer;
  readonly headers: IncomingHttpHeaders;
}

/** The webhook of a run, as this package's own receiver verifies it. */
export function describeRunWebhookContract(account: RunAccount): void {
  describe("the webhook of a run", () => {
    const received: Received[] = [];
    const receiver = createServer(async (request, response) => {
      received.push({ body: Buffer.concat(await request.toArray()), headers: request.headers });
      response.end();
    });
    beforeAll(() => new Promise<void>((resolve) => void receiver.listen(0, "127.0.0.1", resolve)));
    afterAll(() => receiver.close());

    it("comes once, at the end, signed with the key of the organisation", async () => {
      const workflowId = await account.createWorkflow([]);
      const port = (receiver.address() as AddressInfo).port;
      const webhook_url = `http://127.0.0.1:${port}/runs?of=acme`;
      const { run_id: runId } = await account.start(workflowId, { webhook_url });
      for (let waited = 0; received.length === 0 && waited < 30_000; waited += 100) await sleep(100);
      const [{ body, headers } = { body: Buffer.alloc(0), headers: {} }] = received;
      // The server may be in another timezone, which moves the time.
      const patient = { maxAgeSeconds: 15 * 3600 };
      const run = verifyWebhook(body, headers, account.apiKey, patient);
      expect(run).toMatchObject({ runId, workflowId, status: "completed" });
      expect(run.payload).toMatchObject({
        run_id: runId,
        workflow_run_id: runId,
        run_type: "workflow_run",
        failure_reason: null,
        webhook_callback_url: webhook_url,
        parameters: {},
        attempts: [expect.objectContaining({ status: "completed" })],
        run_request: expect.objectContaining({ workflow_id: workflowId }),
      });
      expect(() => verifyWebhook(body, headers, `${account.apiKey}x`, patient)).toThrow("does not match");
      await sleep(500);
      expect(received).toHaveLength(1);
    }, 60_000);
  });
}
