// What Docker itself makes of ignore files: which files of a folder go into a build, on each of the two ways there.
// Reads a list of cases in JSON from standard input, and writes as many answers.
package main

import (
	"archive/tar"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/moby/go-archive"
	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
	"github.com/tonistiigi/fsutil"
)

type question struct {
	// Folder is the build context, Ignore the text of its ignore file.
	Folder, Ignore string
}

type answer struct {
	// BuildKit is what `docker build` sends, Tar what the Pulumi provider packs. Paths of files and links, sorted.
	BuildKit []string `json:"buildkit"`
	Tar      []string `json:"tar"`
	// Refused is what Docker says of a file that it does not take.
	Refused string `json:"refused,omitempty"`
}

func main() {
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		log.Fatal(err)
	}
	answers := make([]answer, len(questions))
	for i, q := range questions {
		answers[i] = ask(q)
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		log.Fatal(err)
	}
}

func ask(q question) answer {
	patterns, err := ignorefile.ReadAll(strings.NewReader(q.Ignore))
	if err != nil {
		return answer{Refused: err.Error()}
	}
	sent, err := walked(q.Folder, patterns)
	if err != nil {
		return answer{Refused: err.Error()}
	}
	packed, err := packed(q.Folder, patterns)
	if err != nil {
		return answer{Refused: err.Error()}
	}
	return answer{BuildKit: sent, Tar: packed}
}

func walked(folder string, patterns []string) ([]string, error) {
	files := []string{}
	options := &fsutil.FilterOpt{ExcludePatterns: patterns}
	err := fsutil.WalkDir(context.Background(), folder, options, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, filepath.ToSlash(path))
		}
		return err
	})
	sort.Strings(files)
	return files, err
}

func packed(folder string, patterns []string) ([]string, error) {
	// As docker/cli does it in TrimBuildFilesFromExcludes, which the provider calls.
	if ignored, _ := patternmatcher.Matches(".dockerignore", patterns); ignored {
		patterns = append(patterns, "!.dockerignore")
	}
	packing, err := archive.TarWithOptions(folder, &archive.TarOptions{ExcludePatterns: patterns})
	if err != nil {
		return nil, err
	}
	defer packing.Close()
	files := []string{}
	for reader := tar.NewReader(packing); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			sort.Strings(files)
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		if header.Typeflag != tar.TypeDir {
			files = append(files, header.Name)
		}
	}
}
