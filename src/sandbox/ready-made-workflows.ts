import type { Json } from "../skyvern/wire";
import type { Store } from "./store";
import { saveWorkflow } from "./workflow-definition";

/** An input parameter of a workflow in the sandbox. */
export interface SandboxParameter {
  readonly key: string;
  /** Declared type; the API does not hold the parameters of schedules to it. */
  readonly type: "string" | "integer" | "float" | "boolean" | "json" | "file_url" | "credential_id";
  /** Without one the parameter is required, unless it is a credential. */
  readonly defaultValue?: Json;
}

/** A workflow that the sandbox knows. */
export interface SandboxWorkflow {
  readonly workflowId: string;
  readonly title: string;
}

/** The workflows that every sandbox starts with. */
export interface ReadyMadeWorkflows {
  /** Takes no parameters. */
  readonly plain: SandboxWorkflow;
  /** Requires `target` (string) and `count` (integer); `label`, `ratio`, `dry_run` and `options` have defaults. */
  readonly typed: SandboxWorkflow;
  /** Takes one optional credential, `login`. */
  readonly credential: SandboxWorkflow;
}

/** Stores a workflow of one block that does nothing, with the given input parameters. */
export function storeWorkflow(
  store: Store,
  title: string,
  parameters: readonly SandboxParameter[],
): SandboxWorkflow {
  const { workflowId } = saveWorkflow(store, {
    title,
    description: null,
    parameters: parameters.map(({ key, type, defaultValue }) => ({
      parameter_type: "workflow",
      key,
      workflow_parameter_type: type,
      default_value: defaultValue ?? null,
    })),
    blocks: [{ block_type: "wait", label: "pause", wait_sec: 1 }],
  });
  return { workflowId, title };
}

/** Stores the workflows that every sandbox starts with. */
export function storeReadyMadeWorkflows(store: Store): ReadyMadeWorkflows {
  return {
    plain: storeWorkflow(store, "Plain", []),
    typed: storeWorkflow(store, "Typed", [
      { key: "target", type: "string" },
      { key: "count", type: "integer" },
      { key: "label", type: "string", defaultValue: "nightly" },
      { key: "ratio", type: "float", defaultValue: 0.5 },
      { key: "dry_run", type: "boolean", defaultValue: false },
      { key: "options", type: "json", defaultValue: { depth: 1 } },
    ]),
    credential: storeWorkflow(store, "Credential", [{ key: "login", type: "credential_id" }]),
  };
}
