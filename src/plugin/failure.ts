import type { ServiceError } from "@grpc/grpc-js";
import { type IncompleteError, isSkyvernError } from "../errors";
import { messageOf } from "./properties";
import { Any, grpc, provider, Status, type StructMessage } from "./stubs";

/** An incomplete resource, with the messages in which its properties may be secret. */
export class IncompleteFailure extends Error {
  constructor(
    readonly incomplete: IncompleteError,
    readonly sources: readonly (StructMessage | undefined)[],
  ) {
    super(incomplete.message);
  }
}

/**
 * The error of a call as gRPC sends it. For a resource that exists but is incomplete it carries the id and the state,
 * which the engine keeps.
 */
export function failureOf(error: unknown): Partial<ServiceError> {
  const isExpected = isSkyvernError(error) || error instanceof IncompleteFailure || isRunError(error);
  const isError = error instanceof Error;
  const text =
    isExpected || !isError ? String(isError ? error.message : error) : (error.stack ?? error.message);
  const failure = { code: grpc.status.UNKNOWN, details: text };
  if (!(error instanceof IncompleteFailure)) return failure;
  const { incomplete, sources } = error;
  const detail = new provider.ErrorResourceInitFailed()
    .setId(incomplete.id)
    .setProperties(messageOf(incomplete.properties, ...sources))
    .setReasonsList([...incomplete.reasons]);
  const packed = new Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  // The field with this name is a convention of gRPC, which the library for Node does not know.
  const status = new Status().setCode(failure.code).setMessage(text).setDetailsList([packed]);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { ...failure, metadata };
}

/** Whether it is Pulumi's `RunError`, whose message says everything. The SDK is not loaded here. */
function isRunError(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, "__pulumiRunError") === true;
}
