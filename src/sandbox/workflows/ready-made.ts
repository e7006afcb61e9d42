import type { Json } from "../../skyvern/wire";
import type { RunBehaviour } from "../runs/behaviour";
import { readBodyAs } from "../server/model";
import type { Store } from "../server/store";
import { createWorkflow, workflowDefinition } from "./definition";

/**
 * An input parameter of a workflow in the sandbox.
 *
 * @example
 * import type { SandboxParameter } from "pulumi-skyvern/sandbox";
 *
 * export const vendor: SandboxParameter = { key: "vendor", type: "string", defaultValue: "acme" };
 */
export interface SandboxParameter {
  /** Its name in `parameters` of a schedule or a run. */
  readonly key: string;
  /** The declared type. The API does not check the parameters of schedules against it. */
  readonly type: "string" | "integer" | "float" | "boolean" | "json" | "file_url" | "credential_id";
  /** A parameter without a default is required, unless it is a credential. */
  readonly defaultValue?: Json;
}

/**
 * A workflow of the sandbox.
 *
 * @example
 * import { type SandboxWorkflow, startSandbox } from "pulumi-skyvern/sandbox";
 *
 * const label = ({ workflowId, title }: SandboxWorkflow): string => `${workflowId} ${title}`;
 * export const labels = startSandbox().then(({ workflows }) => Object.values(workflows).map(label));
 */
export interface SandboxWorkflow {
  /** `wpid_…`. */
  readonly workflowId: string;
  /** The title. */
  readonly title: string;
}

/**
 * The workflows of a new sandbox. Unless described otherwise, they take no parameters and their runs complete
 * after `runMilliseconds`.
 *
 * @example
 * import { type ReadyMadeWorkflows, startSandbox } from "pulumi-skyvern/sandbox";
 *
 * const idOf = ({ failing }: ReadyMadeWorkflows): string => failing.workflowId;
 * export const failingId = startSandbox().then(({ workflows }) => idOf(workflows));
 */
export interface ReadyMadeWorkflows {
  /** Takes no parameters. */
  readonly plain: SandboxWorkflow;
  /** Requires `target` (string) and `count` (integer); `label`, `ratio`, `dry_run` and `options` have defaults. */
  readonly typed: SandboxWorkflow;
  /** Takes one optional credential, `login`. */
  readonly credential: SandboxWorkflow;
  /** Its runs complete with an output, a recording, screenshots and a file. Their URLs expire. */
  readonly completing: SandboxWorkflow;
  /** Its runs fail with a reason and a partial output. */
  readonly failing: SandboxWorkflow;
  /** Its runs continue until they are canceled. */
  readonly slow: SandboxWorkflow;
  /** Its runs pause halfway. They complete after they are resumed. */
  readonly pausing: SandboxWorkflow;
  /** The first attempt of its runs fails. The second attempt completes. */
  readonly retrying: SandboxWorkflow;
}

/** Stores a workflow with one empty block and these input parameters. `run` defines what its runs do. */
export function storeWorkflow(
  store: Store,
  title: string,
  parameters: readonly SandboxParameter[],
  run: RunBehaviour,
  id?: string,
): SandboxWorkflow {
  const definition = readBodyAs(workflowDefinition, {
    title,
    workflow_definition: {
      parameters: parameters.map(({ key, type, defaultValue }) => ({
        parameter_type: "workflow",
        key,
        workflow_parameter_type: type,
        default_value: defaultValue ?? null,
      })),
      blocks: [{ block_type: "wait", label: "pause", wait_sec: 1 }],
    },
  });
  const { workflowId } = createWorkflow(store, definition, run, id);
  return { workflowId, title };
}

/** Stores the workflows of a new sandbox. Their runs take this many milliseconds. */
export function storeReadyMadeWorkflows(store: Store, milliseconds: number): ReadyMadeWorkflows {
  const ready = (title: string, parameters: readonly SandboxParameter[], run: RunBehaviour = {}) =>
    storeWorkflow(store, title, parameters, { milliseconds, ...run });
  return {
    plain: ready("Plain", []),
    typed: ready("Typed", [
      { key: "target", type: "string" },
      { key: "count", type: "integer" },
      { key: "label", type: "string", defaultValue: "nightly" },
      { key: "ratio", type: "float", defaultValue: 0.5 },
      { key: "dry_run", type: "boolean", defaultValue: false },
      { key: "options", type: "json", defaultValue: { depth: 1 } },
    ]),
    credential: ready("Credential", [{ key: "login", type: "credential_id" }]),
    completing: ready("Completing", [], {
      output: {
        download_output: { invoices: 3, total: 129.5 },
        extracted_information: [{ invoices: 3, total: 129.5 }],
      },
      leavesFiles: true,
    }),
    failing: ready("Failing", [], {
      end: "failed",
      failureReason: "login block failed. failure reason: The portal refused the password.",
      output: { open_output: { success: true }, extracted_information: [] },
    }),
    slow: ready("Slow", [], { end: "never" }),
    pausing: ready("Pausing", [], { pauses: true }),
    retrying: ready("Retrying", [], {
      failureReason: "open block failed. failure reason: The portal did not answer.",
      retryDelayMilliseconds: milliseconds,
    }),
  };
}
