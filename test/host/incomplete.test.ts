import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { doors } from "../support/provider/doors";
import { initFailureOf } from "../support/provider/messages";
import type { ProviderProcess } from "../support/provider/provider-process";

/** Takes each POST and breaks the connection, and lists no schedule. */
function startBreakingServer(requests: string[]): Promise<Server> {
  const server = createServer((request, response) => {
    requests.push(`${request.method}`);
    if (request.method === "POST") request.socket.destroy();
    else response.setHeader("content-type", "application/json").end('{"schedules":[],"total_count":0}');
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

describe.each(doors)("a creation whose answer is lost, in $name", (door) => {
  const requests: string[] = [];
  let server: Server;
  let host: ProviderProcess;

  beforeAll(async () => {
    server = await startBreakingServer(requests);
    const { port } = server.address() as AddressInfo;
    host = await door.start({
      "skyvern:apiKey": "a-key",
      "skyvern:baseUrl": `http://127.0.0.1:${port}`,
    });
  });
  afterAll(async () => {
    await host.close();
    server.closeAllConnections();
    server.close();
  });

  // The dynamic host adds the pointer to what a create returns, but not to the properties of its error, and without
  // it in state refresh and delete cannot find the provider (`grpcResponseFromError` there).
  it("is kept in state with its id, its properties and what the class adds, and sent only once", async () => {
    const schedule = host.resource(door.urn("WorkflowSchedule", "nightly"));
    const inputs = {
      ...door.hidden("WorkflowSchedule"),
      workflowId: "wpid_1",
      cronExpression: "0 2 * * *",
      timezone: "UTC",
      name: "nightly",
      parameters: { target: "acme" },
    };
    const error: unknown = await schedule.create(inputs).catch((thrown) => thrown);
    const failure = initFailureOf(error);
    expect(failure).toEqual({
      id: "wpid_1/unconfirmed",
      properties: {
        ...inputs,
        enabled: true,
        scheduleId: "unconfirmed",
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z\/\d{4}-\d\d-\d\dT.*Z$/),
      },
      reasons: [expect.stringContaining("Run `pulumi up --refresh`")],
    });
    expect(requests.filter((method) => method === "POST")).toHaveLength(1);

    const state = failure?.properties ?? {};
    expect(await schedule.diff("wpid_1/unconfirmed", state, inputs)).toMatchObject({
      changes: true,
      deleteBeforeReplace: true,
    });
    await schedule.delete("wpid_1/unconfirmed", state);
    expect(requests).not.toContain("DELETE");
  });
});
