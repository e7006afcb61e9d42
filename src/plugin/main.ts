#!/usr/bin/env node
import { providerService } from "./server";
import { grpc, ResourceProviderService } from "./stubs";

// The engine starts `pulumi-resource-skyvern ADDRESS`, reads the port from the first line of the output, and ends the
// process by a signal.
const address = process.argv.slice(2).find((argument) => !argument.startsWith("-"));
const noLimit = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
const server = new grpc.Server(noLimit);
server.addService(ResourceProviderService, providerService(address));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  console.log(port);
});

// An engine that was killed sends no signal. Without it, nothing here has a reader.
const engine = process.ppid;
setInterval(() => {
  if (process.ppid !== engine) process.exit();
}, 2000).unref();
