#!/usr/bin/env bash
# go-containerregistry tells from an image archive's first layer alone whether all its layers are compressed.
#
# Valid input: an archive as `docker save` writes it, with one plain and one gzipped layer. Engines whose images are
# kept by containerd (the default of new installations since Docker 29) write each layer as they have it: one of a base
# image that came by `docker load` or `docker import` is plain, what was built on it is gzipped.
#
# Seen on 2026-11-28 with github.com/google/go-containerregistry v0.21.7, Go 1.26 (reads of the second layer):
#   plain layer first     its plain bytes are the gzipped ones: their sha256 is not the layer's in the image's config
#   gzipped layer first   as it should be: read, gunzipped, and of the config's sha256
#   and no error while the archive is opened or its layers are read, with either
# Source: areLayersCompressed and image.LayerByDiffID in pkg/v1/tarball/image.go.
#
# What follows for this project: `minikube image load --daemon` (1.38) reads so, ends with 0, and pods of such an image
# do not start ("failed to extract layer: archive/tar: invalid tar header"). components/image/imageArchive.ts gives minikube
# the archive as a file, which goes to the node's own runtime.
#
# Needs Go 1.25 or newer. Ends with 1 when what is seen has changed.
set -euo pipefail
tmp=$(mktemp -d); trap 'chmod -R u+w "$tmp"; rm -rf "$tmp"' EXIT
cd "$tmp"

cat >main.go <<'END'
package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"os"

	"github.com/google/go-containerregistry/pkg/v1/tarball"
)

type file struct {
	name    string
	content []byte
}

func tarOf(files ...file) []byte {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, f := range files {
		w.WriteHeader(&tar.Header{Name: f.name, Mode: 0o644, Size: int64(len(f.content))})
		w.Write(f.content)
	}
	w.Close()
	return out.Bytes()
}

func gzipped(content []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(content)
	w.Close()
	return out.Bytes()
}

func id(content []byte) string { return fmt.Sprintf("sha256:%x", sha256.Sum256(content)) }

// What the second of two layers is read as, with a plain or a gzipped one before it.
func second(firstIsGzipped bool) string {
	first, other := tarOf(file{"a", []byte("base")}), tarOf(file{"b", []byte("built on it")})
	config := fmt.Sprintf(`{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[%q,%q]}}`,
		id(first), id(other))
	manifest := `[{"Config":"config.json","RepoTags":["x:1"],"Layers":["1.tar","2.tar"]}]`
	stored := first
	if firstIsGzipped {
		stored = gzipped(first)
	}
	os.WriteFile("image.tar", tarOf(file{"manifest.json", []byte(manifest)}, file{"config.json", []byte(config)},
		file{"1.tar", stored}, file{"2.tar", gzipped(other)}), 0o644)

	image, err := tarball.ImageFromPath("image.tar", nil)
	if err != nil {
		return err.Error()
	}
	layers, err := image.Layers()
	if err != nil {
		return err.Error()
	}
	plain, err := layers[1].Uncompressed()
	if err != nil {
		return err.Error()
	}
	content, err := io.ReadAll(plain)
	if err != nil {
		return err.Error()
	}
	switch id(content) {
	case id(other):
		return "the layer"
	case id(gzipped(other)):
		return "its gzipped bytes"
	}
	return "something else"
}

func main() {
	fmt.Println("plain layer first:", second(false))
	fmt.Println("gzipped layer first:", second(true))
}
END
go mod init reads >/dev/null 2>&1
go get github.com/google/go-containerregistry@v0.21.7 >get.log 2>&1 || { cat get.log; exit 1; }

expected='plain layer first: its gzipped bytes
gzipped layer first: the layer'
seen=$(GOFLAGS=-mod=mod go run .)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "changed: expected"; echo "$expected"; exit 1; }
echo "as on 2026-11-28"
