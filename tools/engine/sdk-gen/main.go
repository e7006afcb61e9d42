// Command sdk-gen writes the SDKs of a Pulumi package: sdk-gen SCHEMA FOLDER LANGUAGE...
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	gogen "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

const tool = "pulumi-skyvern"

func main() {
	if len(os.Args) < 4 {
		fail(fmt.Errorf("usage: sdk-gen SCHEMA FOLDER LANGUAGE..."))
	}
	for _, language := range os.Args[3:] {
		files, err := generate(os.Args[1], language)
		fail(err)
		for name, content := range files {
			path := filepath.Join(os.Args[2], language, name)
			fail(os.MkdirAll(filepath.Dir(path), 0o755))
			fail(os.WriteFile(path, content, 0o644))
		}
	}
}

// A generator changes the package, so each language reads its own.
func generate(file, language string) (map[string][]byte, error) {
	var spec schema.PackageSpec
	text, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, &spec)
	}
	if err != nil {
		return nil, err
	}
	// It is never asked, because the schema refers to no other package.
	loader := schema.NewPluginLoader(nil)
	pkg, diagnostics, err := schema.BindSpec(spec, loader, schema.ValidationOptions{})
	if err != nil {
		return nil, err
	}
	if diagnostics.HasErrors() {
		return nil, diagnostics
	}
	switch language {
	case "go":
		return gogen.GeneratePackage(tool, pkg, nil)
	case "python":
		return python.GeneratePackage(tool, pkg, nil, loader)
	}
	return nil, fmt.Errorf("%s: the languages are go and python", language)
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
