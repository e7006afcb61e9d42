// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of schedule files look the same
import { fillReferences, type ReferenceSource } from "../../../src/schedule-file/resolve/references";
import type { ScheduleFile } from "../../../src/schedule-file/schedule-file";
import { complete, objectErrors, resolveObject } from "../../support/bench/schedule-set-file";

/** Stands for an output, as a stack gives one for a secret. */
class Output {
  constructor(readonly parts: readonly unknown[]) {}
}

const config: Record<string, { readonly value: string; readonly isSecret: boolean }> = {
  vendor: { value: "acme", isSecret: false },
  "other:key": { value: "${config:vendor}", isSecret: false },
  token: { value: "hidden", isSecret: true },
  id: { value: "wpid_9", isSecret: false },
  empty: { value: "", isSecret: false },
  emptyToken: { value: "", isSecret: true },
  blank: { value: " ", isSecret: false },
  off: { value: "False ", isSecret: false },
};
const source: ReferenceSource = {
  config: (key) => config[key],
  secret: (key) => new Output([key]),
  environmentVariables: new Set(["REGION", "EMPTY", "NONE", "API_KEY"]),
  env: (key) => ({ REGION: "eu", EMPTY: "", API_KEY: "hidden", OWNER: "hidden" })[key],
  join: (parts) => new Output(parts),
};

describe("references in a text", () => {
  it("stay as they are without the values of a stack, so that schedules with other references are no twins", () => {
    expect(fillReferences("a-${config:vendor}", true)).toEqual({ value: "a-${config:vendor}", problems: [] });
    const forVendor = (key: string) => ({ ...complete, parameters: { vendor: `a-\${config:${key}}` } });
    const [acme, globex] = [forVendor("acme"), forVendor("globex")];
    expect(objectErrors({ schedules: { acme, globex }, environments: { dev: {} } })).toEqual([]);
    expect(objectErrors({ schedules: { acme, same: acme }, environments: { dev: {} } })).toHaveLength(1);
  });

  it.each([
    ["plain", "plain"],
    ["", ""],
    ["${config:vendor}", "acme"],
    ["${env:REGION}-${config:vendor}-${env:REGION}", "eu-acme-eu"],
    ["$${config:vendor}", "${config:vendor}"],
    ["$${", "${"],
    ["$$${env:REGION}", "$${env:REGION}"],
    ["$5 and $ {x} and {y}", "$5 and $ {x} and {y}"],
    // What comes in is not read again.
    ["${config:other:key}", "${config:vendor}"],
  ])("are filled in: %j becomes %j", (text, value) => {
    expect(fillReferences(text, true, source)).toEqual({ value, problems: [] });
  });

  it("to secrets become outputs, alone or inside a text", () => {
    expect(fillReferences("${secret:token}", true, source).value).toEqual(new Output(["token"]));
    expect(fillReferences("Bearer ${secret:token}$${", true, source).value).toEqual(
      new Output(["Bearer ", new Output(["token"]), "${"]),
    );
  });

  it.each([
    [
      "${vendor}",
      'has the reference "${vendor}", which is unknown. Use ${config:key}, ${secret:key} or ${env:KEY}; write "$${" for "${" itself',
    ],
    [
      "${}",
      'has the reference "${}", which is unknown. Use ${config:key}, ${secret:key} or ${env:KEY}; write "$${" for "${" itself',
    ],
    [
      "${conf:vendor}",
      'has the reference "${conf:vendor}", which is unknown. Use ${config:key}, ${secret:key} or ${env:KEY}; write "$${" for "${" itself',
    ],
    // docker/compose#5425, docker/compose#4347: a variable's name alone
    [
      "${PUBLIC_PORT}",
      'has the reference "${PUBLIC_PORT}", which is unknown. Use ${config:key}, ${secret:key} or ${env:KEY}; write "$${" for "${" itself',
    ],
    // moby/moby#32212, docker/compose#5151, moby/moby#32118: defaults of Compose
    [
      "${REPLICAS:-1}",
      'has the reference "${REPLICAS:-1}", but references have no defaults. Write ${config:REPLICAS} or ${env:REPLICAS}, and set the value',
    ],
    [
      "${env:BAR:-True}",
      'has the reference "${env:BAR:-True}", but references have no defaults. Write ${env:BAR}, and set the value',
    ],
    [
      "${config:count:-3}",
      'has the reference "${config:count:-3}", but references have no defaults. Write ${config:count}, and set the value',
    ],
    [
      "${env:PORT:?missing}",
      'has the reference "${env:PORT:?missing}", but references have no defaults. Write ${env:PORT}, and set the value',
    ],
    [
      "${env:PORT-80}",
      'has the reference "${env:PORT-80}", but references have no defaults. Write ${env:PORT}, and set the value',
    ],
    // dodok8/gaji#26, apify/workflows#278, tarmojussila/zai-code-review#8
    [
      "Bearer ${{ secrets.GH_REGISTRY_TOKEN }}",
      'has a "${{ … }}" of GitHub Actions, which is not filled in here. Use ${config:key}, ${secret:key} or ${env:KEY}',
    ],
    [
      "${{github.token}}",
      'has a "${{ … }}" of GitHub Actions, which is not filled in here. Use ${config:key}, ${secret:key} or ${env:KEY}',
    ],
    [
      "${env:}",
      'has the reference "${env:}", which is unknown. Use ${config:key}, ${secret:key} or ${env:KEY}; write "$${" for "${" itself',
    ],
    [
      "${ env:REGION }",
      'has the reference "${ env:REGION }", which is unknown. Use ${config:key}, ${secret:key} or ${env:KEY}; write "$${" for "${" itself',
    ],
    ["${config:${env:STAGE}}", "has a reference inside another one, which is not filled in"],
    ["a ${env:REGION", 'has an unclosed reference: write "}" after "${env:REGION", or "$${" for "${" itself'],
    ["${env:NONE}", "needs the environment variable NONE, which is not set"],
    ["${env:EMPTY}", "needs the environment variable EMPTY, which is empty"],
    [
      "${config:none}",
      "needs none in the stack's configuration, which is not set: run `pulumi config set none VALUE`",
    ],
    [
      "${secret:none}",
      "needs none in the stack's configuration, which is not set: run `pulumi config set --secret none`",
    ],
    [
      "a ${config:empty} b",
      "needs empty in the stack's configuration, which is empty: run `pulumi config set empty VALUE`",
    ],
    [
      "${secret:emptyToken}",
      "needs emptyToken in the stack's configuration, which is empty: run `pulumi config set --secret emptyToken`",
    ],
    [
      "${config:token}",
      "takes token, a secret of the stack's configuration: write ${secret:token}, which is allowed in parameters only",
    ],
  ])("are errors if they are invalid: %s", (text, problem) => {
    expect(fillReferences(text, true, source)).toEqual({ value: text, problems: [problem] });
  });

  it("to secrets are allowed in parameters only", () => {
    expect(fillReferences("${secret:token}", false, source).problems).toEqual([
      "cannot be a secret, because previews show it: ${secret:token} is allowed in parameters only",
    ]);
  });

  it("cannot read an environment variable that the program does not allow", () => {
    expect(fillReferences("${env:OWNER}", true, source).problems).toEqual([
      'cannot take the environment variable OWNER: the program does not allow it. Add environmentVariables: ["OWNER"] to the arguments of the ScheduleSet',
    ]);
  });

  it.each([
    "API_KEY",
    "SKYVERN_API_KEY_PROD",
    "GITHUB_TOKEN",
    "NPM_AUTH",
    "GH_PAT",
    "AWS_SECRET_ACCESS_KEY",
    "PULUMI_CONFIG_PASSPHRASE",
    "DBPASSWORD",
    "apiKey",
    // travis-ci/travis-ci#7660, InfraBox/infrabox#280, Yelp/detect-secrets#458, sgasser/pasteguard#15
    "GH_TOKEN",
    "CI_REGISTRY_PASSWORD",
    "SLACK_WEBHOOK",
    "MYSQL_PWD",
    "RAILS_SECRET_KEY_BASE",
    "CI_JOB_JWT",
    "DB_PASS",
    "SENTRY_DSN",
  ])(
    "cannot read the environment variable %s, which looks like a secret, even if the program allows it",
    (name) => {
      const values = { ...source, environmentVariables: new Set([name]) };
      for (const given of [values, undefined]) {
        expect(fillReferences(`a \${env:${name}}`, true, given).problems).toEqual([
          `cannot take the environment variable ${name}: its name looks like that of a secret, and the value would be shown: store it with \`pulumi config set --secret NAME\`, and write \${secret:NAME}`,
        ]);
      }
      expect(fillReferences(`\${env:${name}}`, false, values).problems).toEqual([
        `cannot take the environment variable ${name}: its name looks like that of a secret, and the value would be shown, and a secret is allowed in parameters only`,
      ]);
    },
  );

  // sgasser/pasteguard#15, PySpector#55
  it("cannot be filled in with an address that has a password, and do not show it", () => {
    const values = {
      DATABASE_URL: "postgres://user:pass123@host:5432/db",
      SITE_URL: "https://a.example:8443/x@y",
    };
    const given = {
      ...source,
      environmentVariables: new Set(["DATABASE_URL", "SITE_URL"]),
      env: (key: string) => values[key as keyof typeof values],
    };
    const { problems } = fillReferences("${env:DATABASE_URL}", true, given);
    expect(problems).toEqual([
      "cannot take the environment variable DATABASE_URL: its value has a password, and would be shown: store it with `pulumi config set --secret NAME`, and write ${secret:NAME}",
    ]);
    expect(fillReferences("${env:SITE_URL}", true, given)).toEqual({ value: values.SITE_URL, problems: [] });
  });

  it.each([
    "OWNER",
    "REGION",
    "KEYBOARD",
    "MONKEY",
    "GIT_AUTHOR",
    "BUILD_PATH",
    "COMMIT_SHA",
    "COMPASS",
    "BYPASS_CACHE",
  ])("may have the environment variable %s without a stack, because the program is not known", (name) => {
    expect(fillReferences(`\${env:${name}}`, false).problems).toEqual([]);
  });

  it("are all reported if several are invalid", () => {
    expect(fillReferences("${a} ${config:none} ${b", true, source).problems).toHaveLength(3);
    expect(fillReferences("${a} ${config:none} ${b", true).problems).toHaveLength(2);
  });

  it("never show a secret in an error", () => {
    const all = JSON.stringify(fillReferences("${config:token} ${secret:token}", false, source));
    expect(all).not.toContain("hidden");
  });
});

const file = (more: Partial<ScheduleFile>): ScheduleFile => ({
  schedules: { a: complete },
  environments: { dev: {} },
  ...more,
});

describe("references in a schedule file", () => {
  it("are filled in at any depth of parameters, and in texts", () => {
    const parameters = { list: ["${config:vendor}", { deep: "${secret:token}" }, 5, null], plain: "x" };
    const a = { ...complete, name: "${env:REGION} night", description: "${config:vendor}", parameters };
    expect(resolveObject(file({ schedules: { a } }), "dev", source)).toMatchObject({
      findings: [],
      schedules: [
        {
          name: "eu night",
          description: "acme",
          parameters: { list: ["acme", { deep: new Output(["token"]) }, 5, null], plain: "x" },
        },
      ],
    });
  });

  it("are filled in in objects without a prototype, which some parsers make", () => {
    const deep: unknown = Object.assign(Object.create(null), { password: "${secret:token}" });
    const a = { ...complete, parameters: Object.assign(Object.create(null), { deep }) };
    expect(resolveObject(file({ schedules: { a } }), "dev", source).schedules[0]?.parameters).toEqual({
      deep: { password: new Output(["token"]) },
    });
  });

  it("are filled in in workflows and in the reason for a pause", () => {
    const content = file({
      workflows: { w: { id: "${config:id}" } },
      schedules: { a: { ...complete, workflow: "w" } },
      environments: { dev: { paused: "for ${config:vendor}" } },
    });
    expect(resolveObject(content, "dev", source)).toMatchObject({
      schedules: [{ reference: { id: "wpid_9" } }],
      paused: "for acme",
    });
  });

  it.each<[string, Partial<ScheduleFile>, string]>([
    [
      "cron",
      { schedules: { a: { ...complete, cron: "${config:vendor}" } } },
      'schedules.a.cron: "cron": five fields are needed',
    ],
    [
      "timezone",
      { defaults: { timezone: "${env:REGION}" } },
      'defaults.timezone: "timezone" "eu" is not an IANA timezone',
    ],
    [
      "name",
      { schedules: { a: { ...complete, name: "${config:blank}" } } },
      'schedules.a.name: "name" is blank; write "" for a schedule without a name (it is " ")',
    ],
    [
      "id",
      {
        workflows: { w: { id: "${config:vendor}" } },
        defaults: {},
        schedules: { a: { ...complete, workflow: "w" } },
      },
      'workflows.w.id: "id" is not the id of a workflow, such as wpid_123 (it is "acme")',
    ],
    [
      "title",
      { workflows: { w: { title: "${config:blank}" } }, schedules: { a: { ...complete, workflow: "w" } } },
      'workflows.w.title: "title" is empty (it is " ")',
    ],
    [
      "secret",
      { schedules: { a: { ...complete, description: "${secret:token}" } } },
      'schedules.a.description: "description" cannot be a secret, because previews show it',
    ],
    [
      "paused",
      { environments: { dev: { paused: "${config:none}" } } },
      'environments.dev.paused: "paused" needs none in the stack\'s configuration',
    ],
    [
      "a blank paused",
      { environments: { dev: { paused: "${config:blank}" } } },
      'environments.dev.paused: "paused" must give the reason; remove it to end the pause (it is " ").',
    ],
    [
      "a paused that says whether",
      { environments: { dev: { paused: "${config:off}" } } },
      'environments.dev.paused: "paused" must give the reason, not a yes or no: write a reason, or remove it so that nothing is paused (it is "False ").',
    ],
    [
      "parameters",
      { schedules: { a: { ...complete, parameters: { list: [{ key: "${x}" }] } } } },
      'schedules.a.parameters.list[0].key: "key" has the reference "${x}"',
    ],
  ])("are checked once they are filled in: %s", (_, more, start) => {
    expect(objectErrors(file(more), "dev", source)).toEqual([expect.stringContaining(start)]);
  });

  it("are reported once if many schedules share the invalid value", () => {
    const schedules = { a: complete, b: { ...complete, cron: "0 3 * * *" } };
    const content = file({ schedules, defaults: { timezone: "${env:NONE}", parameters: { a: "${x}" } } });
    expect(objectErrors(content, "dev", source)).toHaveLength(2);
  });

  it("stay as they are without a stack, and their texts are not checked", () => {
    const a = { ...complete, cron: "${config:cron}" };
    const b = { ...complete, parameters: { vendor: "${config:none}" }, description: "${env:NONE}" };
    const { findings, schedules } = resolveObject(file({ schedules: { a, b } }));
    expect(findings).toEqual([]);
    expect(schedules.map(({ key, parameters }) => [key, parameters])).toEqual([
      ["b", { vendor: "${config:none}" }],
    ]);
    expect(objectErrors(file({ schedules: { a: { ...complete, cron: "${cron}" } } }))).toEqual([
      expect.stringContaining('schedules.a.cron: "cron" has the reference "${cron}"'),
    ]);
  });

  it("do not hide duplicate schedules, even with secrets", () => {
    const one = { ...complete, parameters: { password: "${secret:token}" } };
    const other = { ...complete, parameters: { password: "a ${secret:token}" } };
    expect(objectErrors(file({ schedules: { a: one, b: { ...one } } }), "dev", source)).toEqual([
      expect.stringMatching(/^schedules.b: "b" runs the same workflow/),
    ]);
    expect(objectErrors(file({ schedules: { a: one, b: other } }), "dev", source)).toEqual([]);
  });
});
