import { intervalProblem } from "../interval";
import type { CronExpression } from "./cron-expression";
import type { FieldProblem } from "./field-problem";
import { FIELDS } from "./fields";

type Refusal = FieldProblem | { readonly problem: string };

/**
 * What is wrong with the fields of `text`, and the whole expression to write, if it is accepted. If it is not, all
 * reasons follow each other.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export function repairedProblem(
  text: string,
  refusal: Refusal,
  read: (text: string) => { readonly expression: CronExpression } | Refusal,
): string {
  const problems = [refusal.problem];
  const parts = text.split(" ");
  let current: Refusal | ReturnType<typeof read> = refusal;
  while ("instead" in current) {
    parts[FIELDS.indexOf(current.field)] = current.instead;
    const reading = read(parts.join(" "));
    const problem = "expression" in reading ? intervalProblem(reading.expression) : reading.problem;
    if (problem === undefined) return `${problems.join("; ")}; write "${parts.join(" ")}"`;
    problems.push(problem);
    current = reading;
  }
  return problems.join("; ");
}
