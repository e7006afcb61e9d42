import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

/** The engine's side of a provider's messages: only its `Log` call. */
export class LogEngine {
  readonly #server: Server;
  readonly address: string;
  readonly logged: LogRequest.AsObject[];

  private constructor(server: Server, port: number, logged: LogRequest.AsObject[]) {
    this.#server = server;
    this.address = `127.0.0.1:${port}`;
    this.logged = logged;
  }

  static async start(): Promise<LogEngine> {
    const logged: LogRequest.AsObject[] = [];
    const server = new Server();
    server.addService(EngineService as unknown as Parameters<Server["addService"]>[0], {
      log(call: ServerUnaryCall<LogRequest, Empty>, done: sendUnaryData<Empty>) {
        logged.push(call.request.toObject());
        done(null, new Empty());
      },
    });
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
    return new LogEngine(server, port, logged);
  }

  close(): void {
    this.#server.forceShutdown();
  }
}
