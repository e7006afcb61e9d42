import type { Language } from "../engine/language";

const yaml = `name: e2e
runtime: yaml
config:
  greeting:
    type: string
outputs:
  said: \${greeting}
`;

const python = `import pulumi

pulumi.export("said", pulumi.Config().require("greeting"))
`;

const go = `package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		ctx.Export("said", pulumi.String(config.Require(ctx, "greeting")))
		return nil
	})
}
`;

/** Programs that export the configuration `greeting` as `said`, and have no resources. */
export const greetingPrograms: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  yaml: { "Pulumi.yaml": yaml },
  python: { "__main__.py": python },
  go: { "main.go": go },
};
