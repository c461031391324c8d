#!/usr/bin/env bash
# Two official Kubernetes clients read the same KUBECONFIG list differently.
#
# Valid input: KUBECONFIG lists two files that both have an entry named "x", or a file that is not there. The rules for
# merging (kubernetes.io, "Organizing Cluster Access Using kubeconfig Files") let the first file decide what a name
# means, and take a file that is missing for an empty one.
#
# Seen on 2026-11-28:
#   kubernetes 37.0.2 (PyPI)              follows the rules: the first file's server, and no error for a missing file
#   @kubernetes/client-node 2.0.1 (npm)   refuses both: "Duplicate cluster: x", and ENOENT for the missing file
# Source: KubeConfig.mergeConfig and loadFromDefault in client-node's dist/config.js; KubeConfigMerger in the Python
# client's config/kube_config.py.
#
# What follows for this project: components/cluster/kubeconfig.ts reads the list itself, as kubectl does.
#
# Needs Node 22 or newer with npm, and Python 3.11 or later with venv. Ends with 1 when what is seen has changed.
set -euo pipefail
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
cd "$tmp"

for name in first second; do
  cat >"$name" <<END
apiVersion: v1
kind: Config
current-context: x
contexts: [{ name: x, context: { cluster: x, user: x } }]
clusters: [{ name: x, cluster: { server: "https://$name.example" } }]
users: [{ name: x, user: {} }]
END
done

npm install --silent --no-audit --no-fund --ignore-scripts @kubernetes/client-node@2.0.1
python3 -m venv venv
venv/bin/pip install --quiet kubernetes==37.0.2

cat >read.mjs <<'END'
import { KubeConfig } from "@kubernetes/client-node";
try {
  const config = new KubeConfig();
  config.loadFromDefault();
  console.log(config.getCluster("x").server);
} catch (error) {
  console.log(error.message.replace(/, open.*/, ""));
}
END
cat >read.py <<'END'
import os
from kubernetes import config
client = config.new_client_from_config(config_file=os.environ["KUBECONFIG"], context="x")
print(client.configuration.host)
END

expected='first:second, Python: https://first.example
first:second, JavaScript: Duplicate cluster: x
missing:first, Python: https://first.example
missing:first, JavaScript: ENOENT: no such file or directory'
seen=$(for list in first:second missing:first; do
  export KUBECONFIG=$list
  echo "$list, Python: $(venv/bin/python read.py)"
  echo "$list, JavaScript: $(node read.mjs)"
done)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "changed: expected"; echo "$expected"; exit 1; }
echo "as on 2026-11-28"
