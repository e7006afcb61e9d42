module skyvern-go

go 1.25.11

require (
	github.com/pulumi/pulumi/sdk/v3 v3.259.0
	pulumi-skyvern.local/sdk/go/skyvern v0.0.0
)

replace pulumi-skyvern.local/sdk/go/skyvern => ./sdks/go/skyvern
