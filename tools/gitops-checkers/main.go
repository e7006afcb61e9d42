// Checks the files of examples/gitops and .github with the code of those who read them: see tools/gitops-checkers.mjs.
//
//	gitops-checkers actionlint ARGUMENT...          GitHub workflows, as actionlint does
//	gitops-checkers environments FOLDER [FOLDER]    ESC environments: FOLDER/PROJECT/NAME.yaml; imports may lie in the second
//	gitops-checkers kubernetes FILE...              objects of Kubernetes' own kinds; a Stack has a schema of its own
//
// Findings go to stdout, one a line, with exit code 1; of environments without findings, what they give, as JSON.
package main

import (
	"fmt"
	"os"

	"github.com/rhysd/actionlint"
)

func main() {
	if len(os.Args) < 3 {
		fail("usage: gitops-checkers actionlint|environments|kubernetes ARGUMENT...")
	}
	switch os.Args[1] {
	case "actionlint":
		command := actionlint.Command{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}
		os.Exit(command.Main(os.Args[1:]))
	case "environments":
		report(checkEnvironments(os.Args[2:]))
	case "kubernetes":
		report(checkObjects(os.Args[2:]))
	default:
		fail("no check is called " + os.Args[1])
	}
}

func report(findings []string, err error) {
	if err != nil {
		fail(err.Error())
	}
	for _, finding := range findings {
		fmt.Println(finding)
	}
	if len(findings) > 0 {
		os.Exit(1)
	}
}

func fail(sentence string) {
	fmt.Fprintln(os.Stderr, sentence)
	os.Exit(2)
}
