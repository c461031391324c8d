#!/usr/bin/env bash
# Pulumi compiles a component package in TypeScript by the tsconfig.json of the folder that it is used from, not by the
# package's own.
#
# Valid input: a package whose tsconfig.json says es2022, with one component that uses a string method of es2021. It is
# started as Pulumi's language host does, from the folder of the program that uses it.
#
# Seen on 2026-11-28 with @pulumi/pulumi 3.270.0, TypeScript 5.9.3, Node 24:
#   folder without a tsconfig.json      TS2550: "Property 'replaceAll' does not exist on type 'string'", exit code 32
#   folder whose tsconfig.json is es2022   the package starts, and prints the port that it listens on
# So a package works for one program and not for another, and an option such as noUnusedLocals of the program's is held
# against the package. Programs in Python and YAML have no tsconfig.json: for them it is ES2020.
# Source: loadTypeScriptCompilerOptions("tsconfig.json") in sdk/nodejs/cmd/run-plugin/run.ts, read from the working
# directory, which the language host sets to the program's.
#
# What follows for this project: components/index.js is the entry, compiles the rest with tsx, and PulumiPlugin.yaml says
# `typescript: false`. The analyzer still finds index.ts, by the entry's name.
#
# Needs Node 22 or newer and npm. Ends with 1 when what is seen has changed.
set -euo pipefail
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
mkdir package bare modern

cat >package/package.json <<'END'
{
  "name": "greetings",
  "version": "1.0.0",
  "main": "index.ts",
  "dependencies": { "@pulumi/pulumi": "3.270.0", "typescript": "5.9.3" }
}
END
cat >package/tsconfig.json <<'END'
{ "compilerOptions": { "target": "es2022", "module": "nodenext", "strict": true } }
END
cat >package/index.ts <<'END'
import * as pulumi from "@pulumi/pulumi";

export interface GreetingArgs {
  name: string;
}

export class Greeting extends pulumi.ComponentResource {
  constructor(name: string, args: GreetingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("greetings:index:Greeting", name, { name: args.name.replaceAll("-", " ") }, opts);
  }
}
END
cp package/tsconfig.json modern/
(cd package && npm install --silent --no-audit --no-fund --ignore-scripts)

# Starts the package from a folder, and ends it once it has answered. Prints the first line that says something.
start() {
  cd "$tmp/$1"
  mkfifo answer
  node ../package/node_modules/@pulumi/pulumi/cmd/run-plugin ../package >answer 2>&1 &
  local pid=$! line
  while read -r line; do
    case $line in
      *TS[0-9]*) echo "$line"; break ;;
      [0-9]*) echo "listens"; break ;;
    esac
  done <answer
  kill "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  rm answer
}

bare=$(start bare)
modern=$(start modern)
echo "without a tsconfig.json: $bare"
echo "with one of es2022:      $modern"
case $bare in *TS2550*replaceAll*) ;; *) echo "changed: expected TS2550" >&2; exit 1 ;; esac
[ "$modern" = listens ] || { echo "changed: expected that the package starts" >&2; exit 1; }
