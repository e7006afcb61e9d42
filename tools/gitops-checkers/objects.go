package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	core "k8s.io/api/core/v1"
	rbac "k8s.io/api/rbac/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	stream "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

func checkObjects(files []string) ([]string, error) {
	var findings []string
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		reader := stream.NewYAMLReader(bufio.NewReader(bytes.NewReader(source)))
		for index := 1; ; index++ {
			document, err := reader.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			if err := checkObject(document); err != nil {
				findings = append(findings, fmt.Sprintf("%s, document %d: %s", file, index, err))
			}
		}
	}
	return findings, nil
}

func checkObject(document []byte) error {
	var kind meta.TypeMeta
	if err := yaml.Unmarshal(document, &kind); err != nil {
		return err
	}
	var object any
	switch kind.APIVersion + " " + kind.Kind {
	case "pulumi.com/v1 Stack":
		return nil
	case "v1 ServiceAccount":
		object = &core.ServiceAccount{}
	case "v1 Namespace":
		object = &core.Namespace{}
	case "rbac.authorization.k8s.io/v1 ClusterRoleBinding":
		object = &rbac.ClusterRoleBinding{}
	default:
		return fmt.Errorf("nothing here checks a %q of %q", kind.Kind, kind.APIVersion)
	}
	return yaml.UnmarshalStrict(document, object)
}
