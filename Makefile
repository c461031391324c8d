# todo-app on minikube with Pulumi. `make` alone lists what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
TS := node --import tsx
# What a machine lacks and a package registry has lies here, and comes first on PATH.
TOOLS := .tools
export PATH := $(CURDIR)/$(TOOLS)/node_modules/.bin:$(CURDIR)/$(TOOLS)/bin:$(PATH)
# The stack that up, preview, down, status and recover work on.
export STACK ?= dev
export ASK WRITE PROVIDER MODEL STANDIN PART GONE SET SECRET UNSET VERBOSE
# Nothing here phones home.
export PULUMI_SKIP_UPDATE_CHECK = true
export NEXT_TELEMETRY_DISABLED = 1
# The backend runs on the machine's own Python: uv fetches none.
export UV_PYTHON_DOWNLOADS = never

NODE_VERSION := 24.21.0
UV_VERSION := 0.13.9
HELM_VERSION := $(shell sed -n 's/^helm = "\(.*\)"/\1/p' mise.toml)
HELM4_VERSION := 4.3.1
# Node 22 or newer; where it is older or absent, npm brings a newer one.
ifneq ($(shell node -p 'parseInt(process.versions.node) >= 22' 2>/dev/null),true)
NODE := $(TOOLS)/node_modules/.made
$(NODE):
	@command -v npm >/dev/null || { echo >&2 "npm is not on PATH. Install Node.js 22 or newer: brew install node (macOS), or https://nodejs.org/en/download"; exit 1; }
	@echo >&2 "Node on PATH is older than 22: installing node $(NODE_VERSION) into .tools ..."
	@npm install --silent --no-audit --no-fund --no-save --ignore-scripts=false --prefix $(TOOLS) node@$(NODE_VERSION) && touch $@
endif
# The chart's tests want helm. Where it is not on PATH Go builds both majors, which share most of their packages, and
# the tests run with either; where neither is, they say that they are skipped.
ifeq ($(shell command -v helm),)
ifneq ($(shell command -v go),)
HELM := $(TOOLS)/bin/helm
# These are not debugged, and most of them runs only where there is a cluster: optimised is what renders a chart.
RENDERS := std helm.sh/... sigs.k8s.io/yaml/... go.yaml.in/... golang.org/x/text/... github.com/Masterminds/... github.com/santhosh-tekuri/... github.com/spf13/...
QUICK := -ldflags="-s -w" -gcflags="all=-dwarf=false -N -l" $(RENDERS:%=-gcflags="%=-dwarf=false")
$(HELM):
	@echo >&2 "helm is not on PATH: building $(HELM_VERSION) and $(HELM4_VERSION) into .tools (some minutes, once) ..."
	@rm -rf $(TOOLS)/helm && mkdir -p $(TOOLS)/helm $(TOOLS)/helm4
	@cd $(TOOLS)/helm && export GOFLAGS=-mod=mod && { go mod init helm && \
	  go get helm.sh/helm/v3/cmd/helm@v$(HELM_VERSION) helm.sh/helm/v4/cmd/helm@v$(HELM4_VERSION); } >get.log 2>&1 || { cat >&2 get.log; exit 1; }
# A file of client-go that Helm never uses brings a quarter of all that there is to compile.
	@cd $(TOOLS)/helm && export GOFLAGS=-mod=mod && cp -R "$$(go list -m -f '{{.Dir}}' k8s.io/client-go)" client-go && \
	  chmod -R u+w client-go && rm client-go/tools/leaderelection/leasecandidate.go && go mod edit -replace=k8s.io/client-go=./client-go
	@cd $(TOOLS)/helm && export GOFLAGS="-mod=mod -buildvcs=false" GOGC=400 && go build $(QUICK) -o ../helm4/helm helm.sh/helm/v4/cmd/helm && \
	  go build $(QUICK) -o ../bin/helm helm.sh/helm/v3/cmd/helm
endif
endif
# The image's Python where it is there, else any later one that can make virtual environments. Looked for once, by what needs it.
PYTHONS := python3.11 python3.12 python3.13 python3.14 python3 python
PYTHON = $(eval PYTHON := $(shell for name in $(PYTHONS); do \
  $$name -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$name && break; done))$(PYTHON)
NO_PYTHON := { echo >&2 "There is no Python 3.11 or later with venv. To install one: brew install python (macOS), sudo apt install python3 python3-venv (Debian, Ubuntu, WSL), winget install Python.Python.3.13 (Windows), or with uv: uv python install 3.13"; exit 1; }
ifeq ($(shell command -v uv),)
UV := $(TOOLS)/uv/bin/uv
$(UV):
	@[ -n "$(PYTHON)" ] || $(NO_PYTHON)
	@echo >&2 "uv is not on PATH: installing $(UV_VERSION) into .tools ..."
	@$(PYTHON) -m venv $(TOOLS)/uv && $(TOOLS)/uv/bin/pip install --quiet uv==$(UV_VERSION)
endif
# As seen from backend/.
UV_THERE := $(if $(UV),../$(UV),uv)
# What would fetch models for cohere's tokenizer, which is not used: the image installs with --no-deps.
NOT_IN_IMAGE := filelock fsspec hf-xet huggingface-hub
# For every platform, with hashes. uv's own lock would name the host of every file.
COMPILE = $(UV_THERE) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
  $(if $(UPGRADE),--upgrade)

.PHONY: help ai ai-transcripts bench compatibility up watch preview config down status open logs doctor recover env verify audit-secrets faults audit-packages sbom scan pin demo dev dev-reset lock lint lint-stack lint-backend lint-frontend diagrams test test-histories test-ignore mutation test-needs test-cluster walk test-stack

help: ## List the commands
	@awk -F':.*## ' '/^## /{print "\n" substr($$0, 4)} /^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

## Run the app
up: node_modules/.made ## Build the app from this folder and deploy it (VERBOSE=1: show Pulumi's own output)
	@$(TS) cli/up.ts up
watch: node_modules/.made ## Deploy again after each save, until Ctrl-C
	@$(TS) cli/watch.ts
preview: node_modules/.made ## Show what `make up` would change, and change nothing
	@$(TS) cli/up.ts preview
status: node_modules/.made ## Show the running pods, problems, and the addresses (JSON=1: as JSON)
	@$(TS) cli/status.ts $(if $(JSON),--json)
open: node_modules/.made ## Open the app in a browser
	@$(TS) cli/open.ts
logs: node_modules/.made ## Follow the logs of the pods (PART=backend: only of the backend)
	@$(TS) cli/logs.ts
config: node_modules/.made ## Show or change the settings (SET=cpus=4, UNSET=cpus; SECRET=cohereApiKey asks for the value)
	@$(TS) cli/config.ts
down: node_modules/.made ## Remove the app, and the cluster if `make up` started it
	@$(TS) cli/down.ts

## Check and repair
doctor: node_modules/.made ## Check whether this machine meets the requirements (JSON=1: as JSON)
	@$(TS) cli/doctor.ts $(if $(JSON),--json)
recover: node_modules/.made ## Repair the stack after an interrupted run (GONE=1: if its cluster no longer exists)
	@$(TS) cli/recover.ts
env: node_modules/.made ## Print environment variables for running pulumi directly: eval "$(make -s env)"
	@$(TS) cli/env.ts

verify: node_modules/.made ## Test the running app against the acceptance criteria (JSON=1: as JSON; REPORT=1: write docs/success-criteria.md)
	@$(TS) cli/verify.ts $(if $(JSON),--json) $(if $(REPORT),--report docs/success-criteria.md)
audit-secrets: node_modules/.made ## Search for the stack's secrets outside Kubernetes Secrets
	@$(TS) cli/audit.ts
faults: node_modules/.made ## Inject faults into the running app under load (needs minikube; ONLY="name of a fault")
	@$(TS) cli/faults.ts --report docs/reliability.md $(if $(ONLY),"$(ONLY)")

bench: node_modules/.made ## Measure the speed of the running app and its deployment (needs minikube; ONLY=chat: only the chat)
	@$(TS) cli/bench.ts $(ONLY)
compatibility: node_modules/.made ## Deploy a copy with the tools on PATH, and record the result (needs minikube; SET="cpus=2 memoryMiB=3072": settings; ONLY=chart: only the chart's tests)
	@$(TS) cli/compatibility.ts $(ONLY)
demo: node_modules/.made frontend/node_modules/.made ## Run the demo in the running app, and record it
	@$(TS) cli/demo.ts --folder docs/demo --report docs/demo.md

## AI tools
ai: node_modules/.made ## Ask kubectl-ai about the deployment, read-only (ASK="...": one question; WRITE=1: it may also change things; TOOL=kagent: ask the agent in the cluster)
	@$(TS) cli/ai.ts
ai-transcripts: node_modules/.made ## Ask the questions of docs/ai-tools-usage.md, and record the answers
	@$(TS) cli/aiTranscripts.ts

## Supply chain
audit-packages: node_modules/.made ## Check all locked packages for known vulnerabilities (npm, PyPI)
	@$(TS) cli/auditPackages.ts
sbom: node_modules/.made ## Write an SBOM (software bill of materials) of each image, and a list of its licences (syft)
	@$(TS) cli/images.ts sbom
scan: node_modules/.made ## Scan each image for known vulnerabilities (grype)
	@$(TS) cli/images.ts scan
pin: node_modules/.made ## Pin the base images to their current digests in the registry
	@$(TS) cli/images.ts pin

## Develop
dev: node_modules/.made backend/.venv/.made frontend/node_modules/.made ## Run the app on this machine without a cluster, and reload it after each save (PAGE_PORT=3001, API_PORT=8001: other ports; DEV_HOSTS=a-3000.tunnel.example: other host names of the page)
	@$(TS) cli/dev.ts
dev-reset: ## Delete the data of `make dev`: the database and the signing key
	@if kill -0 "$$(head -n 1 .dev/postgres/postmaster.pid 2>/dev/null)" 2>/dev/null; then \
	  echo >&2 "make dev is running. Stop it with Ctrl-C, then run: make dev-reset"; exit 1; fi
	@rm -rf .dev backend/.dev && echo "Deleted. The next make dev starts with an empty database."
lock: $(UV) ## Lock the backend's packages after a change of backend/pyproject.toml (UPGRADE=1: upgrade them)
	cd backend && $(COMPILE) --group dev pyproject.toml --output-file requirements-dev.txt
	cd backend && $(COMPILE) --constraint requirements-dev.txt $(addprefix --no-emit-package ,$(NOT_IN_IMAGE)) \
	  pyproject.toml --output-file requirements.txt
lint: lint-stack lint-backend lint-frontend ## Check all code: types, formatting and lint rules
lint-backend: backend/.venv/.made
	cd backend && .venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy
lint-frontend: frontend/node_modules/.made
	cd frontend && npm run --silent lint && npm run --silent typecheck
lint-stack: node_modules/.made
	npm run --silent lint
	node helm/docs.mjs --check
	node docs/config.mjs --check
	node docs/compatibility.mjs --check
diagrams: frontend/node_modules/.made docs/diagrams/node_modules/.made ## Render the diagrams of the documents again (needs Chromium)
	@node docs/diagrams/render.mjs
test: ## Run all tests that need no Docker and no cluster
	@$(MAKE) --no-print-directory --jobs=4 test-needs
	@$(MAKE) --no-print-directory --jobs=2 --output-sync lint
	@node tests/all.mjs
test-histories: node_modules/.made ## Test many random sequences of up, down and recover (HISTORIES=50000: how many; SEED=7)
	@HISTORIES=$(or $(HISTORIES),50000) npx mocha tests/world/world.test.ts
test-ignore: node_modules/.made ## Test that ignore files are read as Docker reads them (needs Go, Docker with buildx; CASES=10000, BUILDS=200, SEED=7)
	@$(foreach name,CASES BUILDS SEED RECORD,$(if $($(name)),$(name)=$($(name)))) npx mocha 'tests/ignore/*.test.ts'
mutation: node_modules/.made ## Run mutation tests of the code that deletes or takes over resources (FILES=todo/namespace/namespaceOwner.ts)
	@FILES="$(FILES)" npm run --silent mutation
# Side by side: what npm and uv wait for, Go computes.
test-needs: $(HELM) node_modules/.made backend/.venv/.made frontend/node_modules/.made
test-cluster: node_modules/.made frontend/node_modules/.made ## Test images, chart and skills (needs Docker, and a cluster in TEST_KUBE_CONTEXT)
	npm run --silent test:cluster
walk: node_modules/.made ## Run all commands of the README and the deployment guide, and record the results (FRESH=1: without the tools that `make up` downloads)
	@WALK_REPORT=docs/success-criteria.md npx mocha tests/stack/documents.test.ts
test-stack: node_modules/.made frontend/node_modules/.made ## Test the whole stack on a separate minikube
	npm run --silent test:stack

node_modules/.made: package.json package-lock.json .npmrc | $(NODE)
	@echo >&2 "Installing the node packages ..."
	@npm ci --silent --no-audit --no-fund && touch $@
frontend/node_modules/.made: frontend/package.json frontend/package-lock.json | $(NODE)
	@echo >&2 "Installing the frontend's packages ..."
	@cd frontend && npm ci --silent --no-audit --no-fund && touch node_modules/.made
docs/diagrams/node_modules/.made: docs/diagrams/package.json docs/diagrams/package-lock.json
	@echo >&2 "Installing Mermaid ..."
	@cd docs/diagrams && npm ci --silent && touch node_modules/.made
backend/.venv/.made: backend/requirements-dev.txt | $(UV)
	@echo >&2 "Installing the backend's packages ..."
	@cd backend && $(UV_THERE) venv --quiet --allow-existing --python "$(or $(PYTHON),>=3.11)" .venv || $(if $(PYTHON),exit 1,$(NO_PYTHON))
	@cd backend && $(UV_THERE) pip sync --quiet --require-hashes requirements-dev.txt && touch .venv/.made
