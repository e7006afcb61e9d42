import type { Json } from "../../skyvern/wire";
import { convertDefault } from "../runs/parameters";
import { refusal } from "../server/api-error";
import { dictionary, identifier, list, oneOf, optional, text } from "../server/fields";
import type { JsonObject } from "../server/json";
import { type Model, readFields, within } from "../server/model";
import type { IdKind, Store } from "../server/store";
import { readTag } from "./tag";

interface ParameterType {
  /** The name in the server's enum, if its error shows one. */
  readonly enumName?: string;
  /** The prefix of its id, and the field that has the id. */
  readonly id?: readonly [kind: IdKind, field: string];
  readonly fields: Model;
}

const secretKeys = {
  bitwarden_client_id_aws_secret_key: text,
  bitwarden_client_secret_aws_secret_key: text,
  bitwarden_master_password_aws_secret_key: text,
};
const inputTypes = oneOf("enum", [
  "string",
  "integer",
  "float",
  "boolean",
  "json",
  "file_url",
  "credential_id",
]);

/** By `parameter_type`, in the order of the server's error for an unknown type. */
const parameterTypes: Readonly<Record<string, ParameterType>> = {
  aws_secret: {
    enumName: "AWS_SECRET",
    id: ["asp", "aws_secret_parameter_id"],
    fields: { aws_key: text },
  },
  bitwarden_login_credential: {
    enumName: "BITWARDEN_LOGIN_CREDENTIAL",
    id: ["blc", "bitwarden_login_credential_parameter_id"],
    fields: {
      ...secretKeys,
      url_parameter_key: optional(text),
      bitwarden_collection_id: optional(text),
      bitwarden_item_id: optional(text),
      totp_identifier: optional(text),
    },
  },
  bitwarden_sensitive_information: {
    id: ["bsi", "bitwarden_sensitive_information_parameter_id"],
    fields: {
      ...secretKeys,
      bitwarden_collection_id: text,
      bitwarden_identity_key: text,
      bitwarden_identity_fields: list(text),
    },
  },
  bitwarden_credit_card_data: {
    enumName: "BITWARDEN_CREDIT_CARD_DATA",
    id: ["bccd", "bitwarden_credit_card_data_parameter_id"],
    fields: { ...secretKeys, bitwarden_collection_id: text, bitwarden_item_id: text },
  },
  onepassword: {
    enumName: "ONEPASSWORD",
    id: ["opp", "onepassword_credential_parameter_id"],
    fields: {
      vault_id: text,
      item_id: text,
      totp_field_name: optional(text),
      totp_identifier: optional(text),
    },
  },
  azure_vault_credential: {
    enumName: "AZURE_VAULT_CREDENTIAL",
    id: ["azcp", "azure_vault_credential_parameter_id"],
    fields: { vault_name: text, username_key: text, password_key: text, totp_secret_key: optional(text) },
  },
  workflow: {
    enumName: "WORKFLOW",
    id: ["wp", "workflow_parameter_id"],
    fields: { workflow_parameter_type: inputTypes, default_value: (value) => value ?? null },
  },
  context: { enumName: "CONTEXT", fields: { source_parameter_key: text } },
  output: { enumName: "OUTPUT", fields: {} },
  credential: {
    enumName: "CREDENTIAL",
    id: ["cp", "credential_parameter_id"],
    fields: {
      credential_id: text,
      credential_ids: optional(list(text)),
      selection_strategy: optional(text),
      fallback_credential_ids: optional(list(text)),
      fallback_trigger: optional(text),
    },
  },
};
const tags = Object.entries(parameterTypes).map(
  ([tag, { enumName }]) => [enumName && `ParameterType.${enumName}`, tag] as const,
);

/** A parameter of a definition. */
export function readParameter(value: unknown): JsonObject {
  const parameter = dictionary(value);
  const type = readTag("parameter_type", tags, parameter);
  const model = { key: identifier("key"), description: optional(text), ...parameterTypes[type]?.fields };
  return { parameter_type: type, ...within(type, () => readFields(model, parameter)) } as JsonObject;
}

/**
 * The parameters of a version as the API shows them, by key. `outputs` are those of its blocks, which come first.
 *
 * @throws ApiError with the server's 400 or 422 for parameters that do not fit together
 */
export function storeParameters(
  store: Store,
  versionId: string,
  outputs: readonly JsonObject[],
  declared: readonly JsonObject[],
): Map<string, JsonObject> {
  if (declared.some(({ parameter_type }) => parameter_type === "output")) {
    throw refusal(422, "Cannot manually create output parameters");
  }
  const stored = new Map(outputs.map((output) => [String(output.key), output]));
  refuseReserved([...stored.keys()], declared.map(keyOf));
  const contexts = declared.filter(({ parameter_type }) => parameter_type === "context");
  const others = declared.filter(({ parameter_type }) => parameter_type !== "context");
  refuseDuplicates([...others, ...contexts].map(keyOf));
  for (const parameter of others) {
    stored.set(keyOf(parameter), storedParameter(store, versionId, parameter));
  }
  for (const { key, description = null, source_parameter_key: source } of contexts) {
    const found = stored.get(String(source));
    if (found === undefined) {
      throw refusal(422, `Source parameter key ${source} for context parameter ${key} does not exist.`);
    }
    const context = { parameter_type: "context", key: key ?? null, description, source: found, value: null };
    stored.set(String(key), context);
  }
  return stored;
}

/** A parameter that holds the output of a block. */
export function outputParameter(store: Store, versionId: string, label: Json | undefined): JsonObject {
  const time = store.timestamp();
  return {
    parameter_type: "output",
    key: `${label}_output`,
    description: `Output parameter for block ${label}`,
    output_parameter_id: store.newId("op"),
    workflow_id: versionId,
    created_at: time,
    modified_at: time,
    deleted_at: null,
  };
}

/** A parameter as the API shows it. */
export function storedParameter(store: Store, versionId: string, parameter: JsonObject): JsonObject {
  const { parameter_type, key = null, description = null, ...fields } = parameter;
  const [kind = "wp", idField = ""] = parameterTypes[String(parameter_type)]?.id ?? [];
  const time = `${store.timestamp()}Z`;
  const { workflow_parameter_type: type, default_value: fallback = null, ...rest } = fields;
  return {
    parameter_type: parameter_type ?? null,
    key,
    description,
    [idField]: store.newId(kind),
    ...(type !== undefined && { workflow_parameter_type: type }),
    workflow_id: versionId,
    ...(type === undefined ? rest : { default_value: convertDefault(String(type), fallback) }),
    created_at: time,
    modified_at: time,
    deleted_at: null,
  };
}

function keyOf({ key }: JsonObject): string {
  return String(key);
}

function refuseReserved(reserved: readonly string[], keys: readonly string[]): void {
  if (!keys.some((key) => reserved.includes(key))) return;
  const rule = "User created parameters cannot have the following reserved keys";
  throw refusal(
    422,
    `WorkflowDefinition has parameters with reserved keys. ${rule}: ${reserved.join(",")}. Parameter keys: ${keys.join(",")}`,
  );
}

function refuseDuplicates(keys: readonly string[]): void {
  const duplicates = new Set(keys.filter((key, index) => keys.indexOf(key) !== index));
  if (duplicates.size === 0) return;
  const rule = "Each parameter needs to have a unique key";
  throw refusal(
    422,
    `WorkflowDefinition has parameters with duplicate keys. ${rule}. Duplicate key(s): ${[...duplicates].join(",")}`,
  );
}
