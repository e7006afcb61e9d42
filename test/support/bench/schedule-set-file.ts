import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findingText } from "../../../src/schedule-file/finding";
import { readScheduleObject } from "../../../src/schedule-file/read/read-schedule-file";
import type { ReferenceSource } from "../../../src/schedule-file/resolve/references";
import {
  type ResolvedEnvironment,
  resolveEnvironment,
} from "../../../src/schedule-file/resolve/resolve-environment";
import type { ScheduleFile } from "../../../src/schedule-file/schedule-file";
import { type Validation, validateFile } from "../../../src/schedule-file/validate-file";

/** A clock that stands, so that warnings name the same dates in every run. */
const now = new Date("2026-11-26T00:00:00Z");

/** A folder with one schedule file after the other in it. */
export class ScheduleFileFolder {
  readonly #folder = mkdtempSync(join(tmpdir(), "schedule-set-"));
  readonly file = join(this.#folder, "schedules.yaml");

  write(content: string | Uint8Array): string {
    writeFileSync(this.file, content);
    return this.file;
  }

  validate(content: string | Uint8Array): Validation {
    return validateFile(this.write(content), { now });
  }

  /** Each as `LINE:COLUMN PATH: MESSAGE`, errors and warnings. */
  findings(content: string | Uint8Array): string[] {
    return this.validate(content).findings.map((finding) => {
      const { file: _, ...place } = finding.place;
      return findingText({ ...finding, place: { ...place, file: "at" } }).replace(/^at:/, "");
    });
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

/** What an environment of an object comes to; without `values` as `validate` has it, without a stack. */
export function resolveObject(
  content: ScheduleFile,
  environment = "dev",
  values?: ReferenceSource,
): ResolvedEnvironment {
  return resolveEnvironment(readScheduleObject(content), environment, values);
}

/** What is wrong with an object in an environment. */
export function objectErrors(content: unknown, environment = "dev", values?: ReferenceSource): string[] {
  return resolveObject(content as ScheduleFile, environment, values).findings.map(findingText);
}

/** A schedule of which nothing is missing. */
export const complete = { workflow: "wpid_1", cron: "0 2 * * *" };
