package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/pulumi/esc"
	"github.com/pulumi/esc/eval"
)

// definitions finds environments by their names, PROJECT/NAME, as files below folders. Nothing is encrypted in them.
type definitions struct{ folders []string }

func (d definitions) LoadEnvironment(_ context.Context, name string) ([]byte, eval.Decrypter, error) {
	for _, folder := range d.folders {
		source, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)+".yaml"))
		if err == nil {
			return source, nothingEncrypted{}, nil
		}
	}
	return nil, nil, fmt.Errorf("there is no environment %s", name)
}

type nothingEncrypted struct{}

func (nothingEncrypted) Decrypt(context.Context, []byte) ([]byte, error) {
	return nil, fmt.Errorf("a file in a repository holds no encrypted value")
}

type noProviders struct{}

func (noProviders) LoadProvider(_ context.Context, name string) (esc.Provider, error) {
	return nil, fmt.Errorf("no provider %s here", name)
}

func (noProviders) LoadRotator(_ context.Context, name string) (esc.Rotator, error) {
	return nil, fmt.Errorf("no rotator %s here", name)
}

func checkEnvironments(folders []string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(folders[0], "*", "*.yaml"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s holds no environment", folders[0])
	}
	sort.Strings(files)
	var findings []string
	given := map[string]any{}
	for _, file := range files {
		path, err := filepath.Rel(folders[0], file)
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(filepath.ToSlash(path), ".yaml")
		found, values, err := evaluate(name, file, definitions{folders})
		if err != nil {
			return nil, err
		}
		findings = append(findings, found...)
		given[name] = values
	}
	if len(findings) > 0 {
		return findings, nil
	}
	return nil, json.NewEncoder(os.Stdout).Encode(given)
}

// evaluate gives each finding as FILE:LINE:COLUMN: SENTENCE, and the values, secrets blotted out.
func evaluate(name, file string, environments definitions) ([]string, any, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	declaration, diagnostics, err := eval.LoadYAMLBytes(file, source)
	if err != nil {
		return nil, nil, err
	}
	var values any
	if !diagnostics.HasErrors() {
		execution, err := esc.NewExecContext(map[string]esc.Value{})
		if err != nil {
			return nil, nil, err
		}
		environment, found := eval.EvalEnvironment(context.Background(), name, declaration, nothingEncrypted{},
			noProviders{}, environments, execution)
		diagnostics.Extend(found...)
		if environment != nil {
			values = esc.NewValue(environment.Properties).ToJSON(true)
		}
	}
	var findings []string
	for _, diagnostic := range diagnostics {
		place := file
		if diagnostic.Subject != nil {
			place = fmt.Sprintf("%s:%d:%d", file, diagnostic.Subject.Start.Line, diagnostic.Subject.Start.Column)
		}
		findings = append(findings, strings.TrimSpace(fmt.Sprintf("%s: %s %s", place, diagnostic.Summary, diagnostic.Detail)))
	}
	return findings, values, nil
}
