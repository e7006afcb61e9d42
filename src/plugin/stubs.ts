import { createRequire } from "node:module";
import type * as GrpcJs from "@grpc/grpc-js";
import type * as EngineServices from "@pulumi/pulumi/proto/engine_grpc_pb";
import type * as EngineMessages from "@pulumi/pulumi/proto/engine_pb";
import type * as PluginMessages from "@pulumi/pulumi/proto/plugin_pb";
import type * as ProviderServices from "@pulumi/pulumi/proto/provider_grpc_pb";
import type * as ProviderMessages from "@pulumi/pulumi/proto/provider_pb";
import type * as StatusMessages from "@pulumi/pulumi/proto/status_pb";
import type * as AnyMessages from "google-protobuf/google/protobuf/any_pb";
import type * as EmptyMessages from "google-protobuf/google/protobuf/empty_pb";
import type * as StructMessages from "google-protobuf/google/protobuf/struct_pb";

/**
 * The generated stubs of the engine's protocol, and gRPC as the SDK uses it. They come from the installed
 * `@pulumi/pulumi`, because messages of another copy of google-protobuf would not be recognised. They are not a
 * documented API: tests hold them on the lowest and the newest version.
 */
const beside = createRequire(require.resolve("@pulumi/pulumi/package.json"));

export const grpc = beside("@grpc/grpc-js") as typeof GrpcJs;
export const provider = require("@pulumi/pulumi/proto/provider_pb") as typeof ProviderMessages;
export const { ResourceProviderService } =
  require("@pulumi/pulumi/proto/provider_grpc_pb") as typeof ProviderServices;
export const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb") as typeof PluginMessages;
export const { Status } = require("@pulumi/pulumi/proto/status_pb") as typeof StatusMessages;
export const { LogRequest, LogSeverity } = require("@pulumi/pulumi/proto/engine_pb") as typeof EngineMessages;
export const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb") as typeof EngineServices;
export const { Any } = beside("google-protobuf/google/protobuf/any_pb") as typeof AnyMessages;
export const { Empty } = beside("google-protobuf/google/protobuf/empty_pb") as typeof EmptyMessages;
export const { Struct } = beside("google-protobuf/google/protobuf/struct_pb") as typeof StructMessages;
export type StructMessage = StructMessages.Struct;
