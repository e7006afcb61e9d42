import { languageOf, setStatement } from "../init/languages";
import type { Paint } from "../terminal";
import { counted } from "../usage";
import type { ImportedEnvironment, ImportResult } from "./import-result";

/** The report of the command `import`. */
export function importReport(result: ImportResult, asJson: boolean, paint: Paint): string {
  if (asJson) return JSON.stringify(result, null, 2);
  const { environments } = result;
  const parts = environments.map((one) => environmentText(one, result.file, paint));
  const steps = nextSteps(result);
  const numbered = steps.map((step, index) => `  ${index + 1}. ${step}`);
  return [...parts, ...(steps.length === 0 ? [] : [["Next:", ...numbered].join("\n")])].join("\n\n");
}

/** What was done for one environment. */
export function environmentText(one: ImportedEnvironment, file: string, paint: Paint): string {
  const { environment, added, known, over, leftOut, secrets, stack, notChosen } = one;
  const also = [
    ...(known === 0 ? [] : [`${known} already in code`]),
    ...(over === 0 ? [] : [`${counted(over, "one-time schedule")} over`]),
    ...(notChosen === undefined ? [] : [`${notChosen} not chosen`]),
    ...(leftOut.length === 0 ? [] : [paint("yellow", `${leftOut.length} left out`)]),
  ];
  const headline = `${paint("bold", environment)}: ${counted(added, "schedule")} added to ${file}${also.length === 0 ? "" : `, ${also.join(", ")}`}`;
  return [
    headline,
    ...(secrets.length === 0
      ? []
      : [
          stack === undefined
            ? `  secrets that the stack's configuration needs: ${secrets.join(", ")}`
            : `  secrets in the configuration of stack ${stack}: ${secrets.join(", ")}`,
        ]),
    ...leftOut.map(({ text }) => `  ${paint("yellow", "left out:")} ${text}`),
  ].join("\n");
}

function nextSteps(result: ImportResult): readonly string[] {
  const { file, environments, hasSet, hasProject, olderEngine, form } = result;
  if (!hasProject)
    return [
      `Review ${file}.`,
      "There is no Pulumi project here. Create one with `npx pulumi-skyvern init`.",
      "Run this command again in the project: it prepares the takeover.",
    ];
  const waiting = environments.filter(({ takeover }) => takeover === "file" || takeover === "adopt");
  const isDone = environments.every(({ takeover }) => takeover === "applied");
  if (waiting.length === 0 && !isDone) return missingStacks(environments);
  const adopting = environments.filter(({ takeover }) => takeover === "adopt");
  return [
    `Review ${file}.`,
    ...(hasSet || form === "typescript" ? [] : [setStep(result)]),
    ...environments.flatMap(({ keyVariable, stack }) =>
      keyVariable === undefined
        ? []
        : [
            `Run \`pulumi config set skyvern:apiKeyEnv ${keyVariable} --stack ${stack}\`: without it the stack uses the account of SKYVERN_API_KEY.`,
          ],
    ),
    ...environments.flatMap(({ importFile, stack }) =>
      importFile === undefined || stack === undefined
        ? []
        : [
            `Run \`pulumi import --file ${importFile} --stack ${stack} --yes --generate-code=false --protect=false\`, and delete that file.`,
          ],
    ),
    ...(adopting.length === 0 || olderEngine === undefined
      ? []
      : [
          `Pulumi ${olderEngine} cannot import schedules from a file, so ${file} has \`adopt\`: the next \`pulumi up\` takes them over.`,
        ]),
    ...environments.flatMap(({ stack, takeover }) => {
      if (stack === undefined || takeover === "none") return [];
      return takeover === "adopt"
        ? [`Run \`pulumi up --stack ${stack}\`: its preview says "adopts … unchanged" for each schedule.`]
        : [`Run \`pulumi preview --refresh --stack ${stack}\`: it shows no changes.`];
    }),
    ...missingStacks(environments),
  ];
}

/** How the program gets the set, in the language of the project. */
function setStep({ set, file, programFile = file, runtime = "nodejs" }: ImportResult): string {
  const language = languageOf(runtime);
  const start = "If the program does not have the set yet, add";
  if (language === undefined)
    return `${start} a resource of the type skyvern:index:ScheduleSet with the name ${JSON.stringify(set)}. Its inputs are file, which is ${JSON.stringify(programFile)}, and environment, which is the name of the stack.`;
  const statement = setStatement(language, set, programFile);
  if (language === "typescript") return `${start} it: ${statement.replace(/;$/, "")}.`;
  const where = language === "yaml" ? " to Pulumi.yaml" : "";
  const type = language === "go" ? "\nwith this type: type scheduleSet struct{ pulumi.ResourceState }" : "";
  return `${start} it${where}:\n${statement}${type}`.replaceAll("\n", `\n${" ".repeat(7)}`);
}

function missingStacks(environments: readonly ImportedEnvironment[]): readonly string[] {
  return environments
    .filter(({ stack }) => stack === undefined)
    .map(
      ({ environment }) =>
        `Create the stack with \`pulumi stack init ${environment}\`, and run this command again: it prepares the takeover.`,
    );
}
