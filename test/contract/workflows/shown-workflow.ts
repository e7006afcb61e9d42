import type { ContractAnswer, JsonFields } from "../contract-account";

/** A workflow in a response, with the fields that the contract uses. */
export interface ShownWorkflow {
  readonly workflow_permanent_id: string;
  readonly title: string;
  readonly version: number;
  readonly workflow_definition: {
    readonly version: number;
    readonly parameters: readonly JsonFields[];
    readonly blocks: readonly JsonFields[];
  };
  readonly [key: string]: unknown;
}

/** The workflow in a successful response. */
export function workflowOf({ status, body }: ContractAnswer): ShownWorkflow {
  expect({ status, body }).toMatchObject({ status: 200, body: { workflow_definition: {} } });
  return body as ShownWorkflow;
}

/** A block that waits. */
export function wait(label: string, fields: JsonFields = {}): JsonFields {
  return { block_type: "wait", label, wait_sec: 1, ...fields };
}
