import type { Tags } from "../../../schedule-file/yaml";
import { type ApiError, InvalidRequest, refusal } from "../../server/api-error";
import { isJsonObject } from "../../server/json";
import { readBodyAs } from "../../server/model";
import { type WorkflowDefinition, workflowDefinition } from "../definition";
import { renameIdentifiers } from "./rename";

const timestamp = "tag:yaml.org,2002:timestamp";
const boolean = "tag:yaml.org,2002:bool";

/** A workflow in YAML 1.1, which is the version of PyYAML. Of equal keys the last one counts. */
export async function readYamlDefinition(text: string): Promise<WorkflowDefinition> {
  const value = await parseYaml(text);
  if (!isJsonObject(value)) {
    throw refusal(500, "Failed to create workflow. Error: The YAML is not a mapping.");
  }
  try {
    return readBodyAs(workflowDefinition, renameIdentifiers(value));
  } catch (error) {
    if (!(error instanceof InvalidRequest)) throw error;
    const lines = error.failures.map(({ loc, msg }) => `${loc.slice(1).join(" -> ")}: ${msg}`);
    throw refusal(422, lines.join("; "));
  }
}

function parseYaml(text: string): unknown {
  const { parseAllDocuments } =
    require("../../../schedule-file/yaml") as typeof import("../../../schedule-file/yaml");
  const documents = parseAllDocuments(text, {
    version: "1.1",
    merge: true,
    uniqueKeys: false,
    customTags: (tags) => tags.flatMap(pythonTag),
  });
  const [document, another] = "empty" in documents ? [] : documents;
  const error = document?.errors[0] ?? document?.warnings[0] ?? another?.errors[0];
  if (error !== undefined) throw invalid(error.message);
  if (another !== undefined) throw invalid("expected a single document in the stream");
  try {
    return document?.toJS();
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : "could not parse YAML");
  }
}

// The first line names the problem. The next lines repeat the text.
function invalid(message: string): ApiError {
  return refusal(422, `Invalid YAML: ${message.split("\n", 1)[0]?.replace(/:$/, "")}`);
}

// In YAML 1.1, dates have a type, and `y` and `n` are booleans. The server reads these as texts.
function pythonTag(tag: Tags[number]): Tags {
  if (typeof tag === "string" || tag.tag === timestamp) return [];
  if (tag.tag !== boolean || tag.test === undefined) return [tag];
  return [{ ...tag, test: new RegExp(`(?![yn]$)${tag.test.source}`, "i") }];
}
