import {
  complete,
  objectErrors,
  resolveObject,
  ScheduleFileFolder,
} from "../../support/bench/schedule-set-file";

const folder = new ScheduleFileFolder();
afterAll(() => folder.remove());

/** The errors of a valid object with these additions. */
const errors = (more: object) =>
  objectErrors({ schedules: { a: complete }, environments: { dev: null }, ...more });
const ofSchedule = (entry: object) => errors({ schedules: { a: { ...complete, ...entry } } });
const ofEnvironment = (dev: unknown) => errors({ environments: { dev } });

describe("the form of a schedule file", () => {
  it.each([
    [
      "a file",
      { schedles: {} },
      'schedles: Unknown key "schedles" in a schedule file. Did you mean "schedules"?',
    ],
    [
      "defaults",
      { defaults: { timezon: "UTC" } },
      'defaults.timezon: Unknown key "timezon" in defaults. Did you mean "timezone"?',
    ],
    [
      "a group",
      { groups: { g: { spred: "5m" } } },
      'groups.g.spred: Unknown key "spred" in groups.g. Did you mean "spread"?',
    ],
    [
      "a workflow",
      { workflows: { w: { id: "wpid_1", titel: "x" } } },
      'workflows.w.titel: Unknown key "titel" in workflows.w. Did you mean "title"?',
    ],
    [
      "a schedule",
      { schedules: { a: { ...complete, absnt: true } } },
      'schedules.a.absnt: Unknown key "absnt" in schedules.a. Did you mean "absent"?',
    ],
    [
      "an environment",
      { environments: { dev: { pasued: "x" } } },
      'environments.dev.pasued: Unknown key "pasued" in environments.dev. Did you mean "paused"?',
    ],
    [
      "an environment's schedule",
      { environments: { dev: { schedules: { a: { crn: "x" } } } } },
      'environments.dev.schedules.a.crn: Unknown key "crn" in environments.dev.schedules.a. Did you mean "cron"?',
    ],
    [
      "an environment's group",
      {
        schedules: { a: { ...complete, group: "g" } },
        environments: { dev: { groups: { g: { crn: "x" } } } },
      },
      'environments.dev.groups.g.crn: Unknown key "crn" in environments.dev.groups.g. Did you mean "cron"?',
    ],
    [
      "nothing that is near",
      { x: 1 },
      'x: Unknown key "x" in a schedule file. Known keys: $schema, defaults, workflows, groups, schedules, environments, ignore.',
    ],
    [
      "a set in the wrong place",
      { defaults: { group: "g" } },
      'defaults.group: Unknown key "group" in defaults. Known keys: workflow, cron, every, startingAt, at, timezone, description, parameters, enabled.',
    ],
  ])("has only known keys in %s", (_, more, sentence) => expect(errors(more)).toEqual([sentence]));

  it("has a list of names, patterns and ids under ignore", () => {
    const oneOf = "must be the name of a schedule, a pattern, or an id (wfs_…)";
    expect(errors({ ignore: ["manual *", "wfs_1"] })).toEqual([]);
    expect(errors({ ignore: "manual *" })).toEqual([
      'ignore: ignore must be a list, such as ["manual *", wfs_123].',
    ]);
    expect(errors({ ignore: ["", 1] })).toEqual([
      `ignore[0]: ignore[0] ${oneOf}.`,
      `ignore[1]: ignore[1] ${oneOf}.`,
    ]);
  });

  it("has all its errors reported at once", () => {
    const wrong = {
      defaults: 5,
      workflows: [],
      schedules: { a: { cron: 1, enabled: "on", x: 1 } },
      environments: 5,
      y: 1,
    };
    expect(errors(wrong).map((one) => one.split(":")[0])).toEqual([
      "defaults",
      "workflows",
      "schedules.a.cron",
      "schedules.a.enabled",
      "schedules.a.x",
      "environments",
      "y",
    ]);
  });

  it.each([
    [{ cron: 5 }, 'cron must be a text, five fields in quotes, such as "0 2 * * MON-FRI".'],
    [
      { cron: ["0 2 * * *", "0 3 * * *"] },
      'cron must be a text, five fields in quotes, such as "0 2 * * MON-FRI": write a schedule for each expression of the list.',
    ],
    [{ cron: "0 2 * *" }, "cron: five fields are needed"],
    [
      { cron: "*/2 * * * *" },
      "cron fires at 00:00 and 00:02, 2 minutes apart; Skyvern's minimum is 5 minutes.",
    ],
    [
      { cron: "0 0 30 2 *" },
      "cron never fires: FEB has no day 30; write a date that exists, and to run it only by hand",
    ],
    [
      { timezone: "Europe/Berln" },
      'timezone "Europe/Berln" is not an IANA timezone name; did you mean "Europe/Berlin"?',
    ],
    [{ timezone: 1 }, 'timezone must be a text, an IANA name such as "America/New_York".'],
    [{ workflow: {} }, "workflow must be a name under workflows, or an id such as wpid_123."],
    [{ description: [] }, "description must be a text, shown in Skyvern's web page."],
    [{ parameters: [] }, "parameters must be a mapping, such as { vendor: acme }."],
    [{ parameters: "x" }, "parameters must be a mapping, such as { vendor: acme }."],
    [{ parameters: null }, "parameters must be a mapping, such as { vendor: acme }. The value is empty."],
    [{ enabled: "yes" }, 'enabled must be true or false, but is the text "yes": write true.'],
    [{ enabled: "OFF" }, 'enabled must be true or false, but is the text "OFF": write false.'],
    [{ enabled: 1 }, "enabled must be true or false: whether it fires."],
    [{ absent: null }, "absent must be true or false: whether it is left out. The value is empty."],
    [{ group: 1 }, "group must be a name under groups."],
    [{ name: "  " }, 'name is blank; write "" for a schedule without a name.'],
    [{ name: 1 }, "name must be a text, shown in Skyvern's web page."],
    [
      { adopt: "x" },
      "adopt must be the id of a schedule (wfs_…), or true to take over the one of the same name.",
    ],
    [{ aliases: "x" }, "aliases must be a list of former keys or names."],
    [{ aliases: [1] }, "aliases[0] must be a former key or name."],
    [{ aliases: [""] }, "aliases[0] must be a former key or name."],
    [
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of a schedule file
      { aliases: ["${config:old}"] },
      "aliases[0] must be a former key or name itself: aliases cannot have references.",
    ],
  ])("has values of the right type in a schedule: %j", (entry, sentence) => {
    expect(ofSchedule(entry)[0]).not.toMatch(/\?\.$/);
    const [key = ""] = Object.keys(entry);
    expect(ofSchedule(entry)).toEqual([expect.stringMatching(new RegExp(`^schedules\\.a\\.${key}[^:]*: `))]);
    expect(ofSchedule(entry)[0]).toContain(`: ${sentence}`);
  });

  it.each([
    [5, "dev must be a mapping of keys and values."],
    [{ provider: 1 }, "provider must be a name among the providers of the set."],
    [{ protect: "a" }, "protect must be a list of keys of schedules, or true for all."],
    [{ protect: [1] }, "protect must be a list of keys of schedules, or true for all."],
    [
      { paused: true },
      'paused must give the reason, such as paused: "The portal is moved until Friday"; remove it to end the pause.',
    ],
    [{ paused: " " }, "paused must give the reason; remove it to end the pause."],
    [{ planLimit: 0 }, "planLimit must be 1 or more."],
    [{ planLimit: 1.5 }, "planLimit must be a whole number: how many schedules the account's plan allows."],
    [{ planLimit: "5" }, "planLimit must be a whole number: how many schedules the account's plan allows."],
  ])("has values of the right type in an environment: %j", (dev, sentence) => {
    expect(ofEnvironment(dev)).toEqual([expect.stringMatching(/^environments\.dev/)]);
    expect(ofEnvironment(dev)[0]).toContain(`: ${sentence}`);
  });

  it.each(["no", "Off", "false", "TRUE", " yes "])("needs a reason for a pause and refuses %j", (paused) => {
    expect(ofEnvironment({ paused })).toEqual([
      "environments.dev.paused: paused must give the reason, not a yes or no: write a reason, or remove it so that nothing is paused.",
    ]);
  });

  it.each([{}, { id: "wpid_1", title: "x" }])(
    "needs either an id or a title for each workflow and refuses %j",
    (w) => {
      expect(errors({ workflows: { w } })).toEqual([
        "workflows.w: w must have either an id (wpid_…) or a title.",
      ]);
    },
  );

  it.each([
    [{ id: "wfs_1" }, "workflows.w.id: id is not the id of a workflow, such as wpid_123."],
    [{ title: " " }, "workflows.w.title: title is empty."],
    [null, "workflows.w: w must be a mapping of keys and values. The value is empty."],
  ])("needs valid ids and titles and refuses %j", (w, sentence) => {
    expect(errors({ workflows: { w } })).toEqual([sentence]);
  });

  it.each(["xwfs_1", "wfs_1-a", "wfs_", "wpid_1"])("refuses %j as the id of a schedule", (adopt) => {
    expect(ofSchedule({ adopt })[0]).toContain("adopt must be the id of a schedule (wfs_…)");
  });

  it.each(["xwpid_1", "wpid_1-a", "wpid_", "wfs_1"])("refuses %j as the id of a workflow", (id) => {
    expect(errors({ workflows: { w: { id } } })).toEqual([
      "workflows.w.id: id is not the id of a workflow, such as wpid_123.",
    ]);
    expect(ofSchedule({ workflow: id })[0]).toContain(`There is no workflow "${id}"`);
  });

  it("accepts ids of several letters and digits, and names that contain an id", () => {
    expect(ofSchedule({ adopt: "wfs_a1" })).toEqual([]);
    expect(errors({ workflows: { "my-wpid_1": { id: "wpid_a1" } } })).toEqual([]);
  });

  it.each(["no portal today", "say no", "yes, it is moved", "offline"])("accepts the reason %j", (paused) => {
    expect(ofEnvironment({ paused })).toEqual([]);
  });

  it.each([
    ["yes", "true"],
    ["on", "true"],
    ["True", "true"],
    ["no", "false"],
    ["off", "false"],
    ["false", "false"],
  ])("names the boolean that the text %j means", (enabled, meant) => {
    expect(ofSchedule({ enabled })).toEqual([
      `schedules.a.enabled: enabled must be true or false, but is the text "${enabled}": write ${meant}.`,
    ]);
  });

  it.each(["yes please", "say yes", "maybe"])("names no boolean for the text %j", (enabled) => {
    expect(ofSchedule({ enabled })).toEqual([
      "schedules.a.enabled: enabled must be true or false: whether it fires.",
    ]);
  });

  it.each(["90s", "13h", "1d", "", "30", "0m", "-5m"])("refuses the spread %j", (spread) => {
    expect(errors({ groups: { g: { spread } } })).toEqual([
      'groups.g.spread: spread must be a duration of whole minutes, such as "30m" or "1h30m", at most 12h.',
    ]);
  });

  it.each(["1m", "12h", "1h30m", "120s"])("accepts the spread %s", (spread) => {
    expect(errors({ groups: { g: { spread } } })).toEqual([]);
  });

  it.each(["-a", ".a", "a b", "ä", "a/b", ""])(
    "refuses the key %j, which has other signs than letters, digits, dots, underscores and hyphens",
    (key) => {
      expect(errors({ schedules: { [key]: complete } })[0]).toMatch(
        / must be a key: letters, digits, "\.", "_" and "-", beginning with a letter or digit\.$/,
      );
      expect(errors({ environments: { dev: null, [key]: null } })).toHaveLength(1);
      expect(errors({ groups: { [key]: {} } })).toHaveLength(1);
      expect(errors({ workflows: { [key]: { id: "wpid_1" } } })).toHaveLength(1);
    },
  );

  it("needs schedules and environments, and nothing else", () => {
    expect(objectErrors({})).toEqual(['"schedules" is missing.', '"environments" is missing.']);
    expect(objectErrors({ schedules: {}, environments: { dev: {} } })).toEqual([]);
    expect(errors({ $schema: "x", defaults: {}, workflows: {}, groups: {} })).toEqual([]);
    expect(errors({ workflows: null })).toEqual([
      "workflows: workflows must be a mapping of keys and values. The value is empty.",
    ]);
  });

  it("has at most a hundred errors reported", () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`k${index}`, { cron: 1 }]));
    expect(errors({ schedules: many })).toHaveLength(100);
    expect(errors(many)).toHaveLength(100);
  });

  it("has long texts cut in messages", () => {
    const [sentence = ""] = ofSchedule({ workflow: "w".repeat(100_000) });
    expect(sentence.length).toBeLessThan(1100);
  });
});

describe("an object that a program gives", () => {
  it.each([undefined, null, 5, "x", [], () => 1].map((one) => [one]))(
    "must be a mapping and cannot be %p",
    (content) => {
      expect(objectErrors(content)).toHaveLength(1);
    },
  );

  it.each([
    ["schedules", '{"schedules":{"__proto__":null},"environments":{"dev":null}}'],
    ["schedules.a", '{"schedules":{"a":{"__proto__":{}}},"environments":{"dev":null}}'],
    ["environments", '{"schedules":{},"environments":{"__proto__":5,"dev":null}}'],
    [
      "schedules.a.parameters",
      '{"schedules":{"a":{"parameters":{"__proto__":5}}},"environments":{"dev":null}}',
    ],
  ])("cannot have the key __proto__ in %s", (path, json) => {
    expect(objectErrors(JSON.parse(json))).toEqual([
      `${path}: "__proto__" is a reserved name and cannot be a key. Choose another name.`,
    ]);
  });

  it("must not have a list with an undefined item", () => {
    expect(ofSchedule({ parameters: { list: [1, undefined], left: undefined } })).toEqual([
      "schedules.a.parameters.list[1]: It is undefined, which a list cannot hold. Write null, or leave it out.",
    ]);
  });

  it("must be JSON without circular references", () => {
    const parameters: Record<string, unknown> = { big: 1n, call: () => 1, mark: Symbol("x"), list: [] };
    parameters.list = [parameters];
    expect(ofSchedule({ parameters })).toEqual([
      "schedules.a.parameters.big: It is a bigint, which JSON cannot hold. Call .toString() on it.",
      "schedules.a.parameters.call: It is a function, which JSON cannot hold. Leave it out, or pass what it returns.",
      "schedules.a.parameters.mark: It is a symbol, which JSON cannot hold. Leave it out, or write a string.",
      "schedules.a.parameters.list[0]: Circular reference: it contains itself.",
    ]);
  });

  it("is not changed by the check, even if it is wrong and has no prototype", () => {
    const a = Object.assign(Object.create(null), { ...complete, cron: 5 });
    expect(errors({ schedules: { a } })).toHaveLength(1);
    expect(Object.keys(a)).toEqual(["workflow", "cron"]);
  });

  it("may have undefined values, and one value in several places", () => {
    const shared = { vendor: "acme" };
    const parameters = { one: shared, other: shared };
    expect(ofSchedule({ name: undefined, parameters })).toEqual([]);
    expect(errors({ defaults: undefined })).toEqual([]);
    expect(ofEnvironment(undefined)).toEqual(['environments: "dev" is missing.']);
  });
});

describe("a workflow of the wrong form in an environment", () => {
  it.each(["{ titel: Invoices }", "{}", "{ id: 5 }", "text", "[a]", "{ id: wpid_1, title: Invoices }"])(
    "causes no other findings, because its name stays known: %s",
    (workflow) => {
      const found = folder.findings(
        `schedules:\n  a: { workflow: invoices, cron: 0 2 * * * }\nenvironments:\n  dev: { workflows: { invoices: ${workflow} } }\n`,
      );
      expect(found.filter((one) => !one.includes("environments.dev.workflows.invoices"))).toEqual([]);
      expect(found.filter((one) => !one.includes("titel"))).toHaveLength(1);
    },
  );
});

describe("the keys x-… at the top of a file", () => {
  const rest = "schedules:\n  a: { workflow: wpid_1, cron: 0 2 * * *, parameters: *common }\n";

  it("can have anchors for the rest of the file", () => {
    const text = `x-common: &common { vendor: acme }\nx-notes: [anything, 1.0]\n${rest}environments: { dev: }\n`;
    expect(folder.validate(text)).toMatchObject({ findings: [], schedules: 1 });
    expect(
      resolveObject({ "x-a": 1, schedules: { a: complete }, environments: { dev: null } }),
    ).toMatchObject({
      findings: [],
      schedules: [{ key: "a" }],
    });
  });

  // docker/compose#5542: the anchor on a line of its own
  it("can have their anchors on the next line", () => {
    const text = `x-logging:\n  &common\n  size: 12m\n${rest}environments: { dev: }\n`;
    expect(folder.validate(text)).toMatchObject({ findings: [], schedules: 1 });
  });

  // docker/compose#10394: two merge keys, each of which is a sentence, not a duplicate
  it("do not make merge keys work", () => {
    const text = `x-a: &a { vendor: acme }\nx-b: &b { region: eu }\nschedules:\n  a:\n    workflow: wpid_1\n    cron: 0 2 * * *\n    parameters:\n      <<: *a\n      <<: *b\nenvironments: { dev: }\n`;
    expect(folder.findings(text)).toEqual(
      ["8:7", "9:7"].map(
        (at) => `${at}: schedules.a.parameters: Merge keys (<<) are not supported. Use defaults, or a group.`,
      ),
    );
  });

  // docker/cli#1097, formbricks/formbricks#2947
  it("are refused below the top with a sentence that says where they are allowed", () => {
    const text =
      "schedules:\n  a: { workflow: wpid_1, cron: 0 2 * * *, x-foo: bar }\nenvironments: { dev: { x-bar: baz } }\n";
    expect(folder.findings(text)).toEqual([
      '2:43: schedules.a.x-foo: Unknown key "x-foo" in schedules.a. Keys that begin with "x-" are allowed at the top of the file only.',
      '3:24: environments.dev.x-bar: Unknown key "x-bar" in environments.dev. Keys that begin with "x-" are allowed at the top of the file only.',
    ]);
    expect(
      folder.findings("x-common:\n  a: 1\n x-cron-secret: b\nschedules: {}\nenvironments: { dev: }\n"),
    ).toEqual(["3:1: This line is indented differently. Keys of one mapping begin in the same column."]);
  });

  it("are allowed at the top only", () => {
    const text = "schedules:\n  a: { workflow: wpid_1, cron: 0 2 * * *, x-a: 1 }\nenvironments: { dev: }\n";
    expect(folder.findings(text)).toEqual([
      expect.stringMatching(/^2:43: schedules\.a\.x-a: Unknown key "x-a"/),
    ]);
    expect(folder.findings("x: 1\nschedules: {}\nenvironments: { dev: }\n")).toEqual([
      expect.stringMatching(/^1:1: x: Unknown key "x" in a schedule file/),
    ]);
  });
});

describe("keys at the wrong level of a file", () => {
  const environments = "environments: { dev: }\n";
  // openshift/openshift-docs#18485, danielfsousa/express-rest-boilerplate#95, phamleduy04/texas-dps-scheduler#116
  it.each<[string, string, readonly string[]]>([
    [
      "a schedule with a level too many",
      `schedules:\n  a:\n    workflow: wpid_1\n    schedule:\n      expression: "0 0 * * 1-5"\n${environments}`,
      ['4:5: schedules.a.schedule: Unknown key "schedule" in schedules.a. Write "cron".'],
    ],
    [
      "environments as a list",
      "schedules:\n  a: { workflow: wpid_1, cron: 0 2 * * * }\nenvironments:\n  - dev\n  - prod\n",
      [
        "4:3: environments: environments must be a mapping of keys and values, but is a list: write each item as a key, with a colon after it and without a hyphen or brackets.",
      ],
    ],
    [
      "a key one column off",
      `schedules:\n  a:\n    workflow: wpid_1\n    # every night\n   cron: 0 2 * * *\n${environments}`,
      ["5:4: This line is indented differently. Keys of one mapping begin in the same column."],
    ],
    [
      "a schedule below an empty schedules",
      `schedules:\na:\n  workflow: wpid_1\n  cron: 0 2 * * *\n${environments}`,
      [
        "1:11: schedules: schedules must be a mapping of keys and values. The value is empty.",
        expect.stringMatching(
          /^2:1: a: Unknown key "a" in a schedule file\. Is it indented too little\? Known keys: /,
        ),
      ],
    ],
    [
      "environments that are not indented",
      "schedules:\n  a: { workflow: wpid_1, cron: 0 2 * * * }\nenvironments:\ndev:\n",
      [
        "3:14: environments: environments must be a mapping of keys and values. The value is empty.",
        expect.stringMatching(
          /^4:1: dev: Unknown key "dev" in a schedule file\. Is it indented too little\? /,
        ),
      ],
    ],
  ])("are explained: %s", (_, text, found) => {
    expect(folder.findings(text)).toEqual(found);
  });
});

describe("names and references in a file with wrong values", () => {
  it("are reported together with the wrong values, in the order of the file", () => {
    expect(
      folder.findings(`
workflows: { invoices: { titel: Invoices }, claims: { title: Claims } }
schedules:
  a: { workflow: invoices, cron: "0 61 * * *", parameters: { to: "\${conf:x}" } }
  b: { workflow: cliams, cron: "0 1 * * *", enabled: yes }
  "no key": {}
environments:
  dev: { schedules: { c: {} }, protect: [a, 5] }
`),
    ).toEqual([
      expect.stringMatching(/^2:24: workflows.invoices: .* must have either an id/),
      expect.stringMatching(/^2:26: workflows.invoices.titel: .*Did you mean "title"/),
      expect.stringMatching(/^4:34: schedules.a.cron: .*61/),
      expect.stringMatching(/^4:66: schedules.a.parameters.to: .*which is unknown/),
      expect.stringMatching(/^5:18: schedules.b.workflow: .*Did you mean "claims"/),
      expect.stringMatching(/^5:54: schedules.b.enabled: .*write true/),
      expect.stringMatching(/^6:3: schedules\["no key"\]: /),
      expect.stringMatching(/^8:23: environments.dev.schedules.c: There is no schedule "c"/),
      expect.stringMatching(/^8:41: environments.dev.protect: /),
    ]);
  });

  it("are not reported as missing or duplicate because of the wrong values", () => {
    const text = `
schedules:
  a: { workflow: wpid_1, cron: 5 }
  b: { workflow: wpid_1, cron: x }
environments: { dev: }
`;
    expect(folder.validate(text).findings.map(({ rule }) => rule)).toEqual(["value", "value"]);
  });
});
