import type { ResourceDrift } from "../drift/resource-drift";
import type { Change } from "../engine/changes";
import { type Difference, overlap } from "../engine/differences";

/**
 * Marks the changes that overwrite what somebody changed on the server by hand since the last refresh. A pause that a
 * refresh has stored is marked already. Runs are left out: a run that the server no longer has was not edited.
 */
export function markHandEdits(
  changes: readonly Change[],
  drift: readonly ResourceDrift[],
): readonly Change[] {
  // An unconfirmed creation that the refresh settles was not changed by hand.
  const edits = drift.filter(({ type, id }) => type !== "WorkflowRun" && id !== "unconfirmed");
  const keyOf = (type: string, name: string): string => `${type} ${name}`;
  const byResource = new Map(edits.map((edit) => [keyOf(edit.type, edit.name), edit]));
  return changes.map((change): Change => {
    const edit = byResource.get(keyOf(change.type, change.formerName ?? change.name));
    if (edit === undefined || change.kind === "delete") return change;
    if (edit.kind === "gone") return change.kind === "create" ? { ...change, byHand: "deleted" } : change;
    const byHand = change.differences
      .map(({ property }) => property)
      .filter(
        (property) =>
          change.byHand?.includes(property) ||
          edit.properties.some((edited) => overlap(property, edited.property)),
      );
    return byHand.length === 0 ? change : { ...change, byHand };
  });
}

/** What a promotion would overwrite, and how to keep or overwrite it; undefined when it overwrites nothing. */
export function handEditSentence(changes: readonly Change[]): string | undefined {
  const edited = changes.filter(({ byHand }) => byHand !== undefined);
  if (edited.length === 0) return undefined;
  const named = (does: string, select: (change: Change) => boolean): readonly string[] => {
    const names = edited.filter(select).map(({ name }) => name);
    return names.length === 0 ? [] : [`${does} ${names.join(", ")}`];
  };
  const isDeleted = ({ byHand }: Change): boolean => byHand === "deleted";
  const effects = [
    ...named("resume", resumes),
    ...named("create again", isDeleted),
    ...named("change back", (change) => !resumes(change) && !isDeleted(change)),
  ];
  return `The account was changed by hand since the last \`up\`. This promotion would ${effects.join("; ")}. To keep a change made by hand, write it into the code. To overwrite all such changes, add --overwrite.`;
}

function resumes({ byHand, differences }: Change): boolean {
  return byHand?.includes("enabled") === true && differences.some(isResume);
}

function isResume({ property, before, after }: Difference): boolean {
  return property === "enabled" && before === false && after === true;
}
