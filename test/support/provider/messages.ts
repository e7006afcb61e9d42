import type { requestCallback, ServiceError } from "@grpc/grpc-js";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

/** Properties as they travel. */
export type Properties = Record<string, JavaScriptValue>;

/** What a value that is unknown before `pulumi up` looks like. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** How a secret is marked on the way (`specialSigKey` and `specialSecretSig` in `@pulumi/pulumi/runtime/rpc`). */
const specialSignatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** A value that the engine knows as secret. */
export function secret(value: JavaScriptValue): JavaScriptValue {
  return { [specialSignatureKey]: secretSignature, value };
}

/** Sends a request. @throws ServiceError */
export function ask<Answer>(send: (done: requestCallback<Answer>) => unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    send((error, answer) => (answer === undefined || error ? reject(error) : resolve(answer)));
  });
}

export function struct(value: Properties): Struct {
  return Struct.fromJavaScript(value);
}

export function properties(value: Struct | undefined): Properties {
  return value?.toJavaScript() ?? {};
}

/** What state keeps of a resource whose create or update ended half-way. */
export interface InitFailure {
  readonly id: string;
  readonly properties: Properties;
  readonly reasons: readonly string[];
}

/** What an error of create or update says about a resource that exists all the same. */
export function initFailureOf(error: unknown): InitFailure | undefined {
  const [packed] = (error as ServiceError).metadata.get("grpc-status-details-bin");
  if (!Buffer.isBuffer(packed)) return undefined;
  const [details] = Status.deserializeBinary(packed).getDetailsList();
  const failure = details?.unpack(
    messages.ErrorResourceInitFailed.deserializeBinary,
    "pulumirpc.ErrorResourceInitFailed",
  );
  if (failure === null || failure === undefined) return undefined;
  return {
    id: failure.getId(),
    properties: properties(failure.getProperties()),
    reasons: failure.getReasonsList(),
  };
}
