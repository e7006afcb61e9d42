// A program without resources. Building it once leaves the compiled SDK in Go's cache, which takes a minute.
package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		ctx.Export("greeting", pulumi.String(config.Get(ctx, "greeting")))
		return nil
	})
}
