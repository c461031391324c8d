/** The smallest contexts that the app's Dockerfiles build, and the one package that each of them installs. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { crc32 } from "node:zlib";
import { ROOT } from "./tools";
import type { Site } from "./openingProxy";

export interface TinyApp {
  context: string;
  /** The registry that has its package, and nothing else. */
  site: Site;
}

/** @param folder where its files go. @param name a package's, which nobody has. */
export function tinyBackend(folder: string, name: string): TinyApp {
  const wheel = `${name.replaceAll("-", "_")}-1.0.0-py3-none-any.whl`;
  const info = `${name.replaceAll("-", "_")}-1.0.0.dist-info`;
  const body = zip({
    ...importedModules(),
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0.0\n`,
    [`${info}/WHEEL`]:
      "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    [`${info}/RECORD`]: "",
  });
  const hash = createHash("sha256").update(body).digest("hex");
  const context = write(path.join(folder, "backend"), {
    "requirements.txt": `${name}==1.0.0 --hash=sha256:${hash}\n`,
    "main.py": "",
  });
  const index = `<a href="/files/${wheel}#sha256=${hash}">${wheel}</a>`;
  return {
    context,
    site: ({ pathname: asked }) => {
      if (asked === `/simple/${name}/`) return { type: "text/html", body: index };
      return asked === `/files/${wheel}` ? { type: "application/zip", body } : undefined;
    },
  };
}

/** What the Dockerfile imports once, as empty modules. */
function importedModules(): Record<string, string> {
  const dockerfile = fs.readFileSync(path.join(ROOT, "docker/backend/Dockerfile"), "utf8");
  const names = /-c "import ([^"]+)"/.exec(dockerfile)![1]!.split(/[\s,\\]+/);
  const packages = names.flatMap((name) => {
    const parts = name.split(".");
    return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
  });
  return Object.fromEntries(packages.map((folder) => [`${folder}/__init__.py`, ""]));
}

/** @param folder where its files go. @param name a package's, which nobody has. */
export function tinyFrontend(folder: string, name: string): TinyApp {
  const version = "1.0.0";
  const tarball = tarballOf(path.join(folder, "package"), { name, version });
  const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
  const app = { name: "tiny", version, dependencies: { [name]: version } };
  const context = write(path.join(folder, "frontend"), {
    "package.json": JSON.stringify({ ...app, scripts: { build: "node build.js" } }),
    "package-lock.json": JSON.stringify({
      ...{ name: "tiny", version, lockfileVersion: 3, requires: true },
      packages: { "": app, [`node_modules/${name}`]: { version, integrity } },
    }),
    "build.js": `require.resolve("${name}/package.json");
      const fs = require("node:fs");
      for (const folder of [".next/standalone", ".next/static", "public"])
        fs.mkdirSync(folder, { recursive: true });
      fs.writeFileSync(".next/standalone/server.js", "");`,
  });
  fs.copyFileSync(path.join(ROOT, "frontend/.npmrc"), path.join(context, ".npmrc"));
  const file = `/${name}/-/${name}-${version}.tgz`;
  return {
    context,
    site: ({ origin, pathname: asked }) => {
      if (asked === file) return { type: "application/octet-stream", body: tarball };
      if (asked !== `/${name}`) return undefined;
      const dist = { integrity, tarball: `${origin}${file}` };
      const versions = { [version]: { name, version, dist } };
      const tags = { latest: version };
      return {
        type: "application/json",
        body: JSON.stringify({ name, "dist-tags": tags, versions }),
      };
    },
  };
}

function tarballOf(folder: string, manifest: object): Buffer {
  write(path.join(folder, "package"), { "package.json": JSON.stringify(manifest) });
  return execFileSync("tar", ["-czf", "-", "-C", folder, "package"]);
}

function write(folder: string, files: Record<string, string>): string {
  fs.mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
  return folder;
}

/** A zip file with its entries as they are, not packed. */
function zip(files: Record<string, string>): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const [path, data] = [Buffer.from(name), Buffer.from(text)];
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x21, 8); // 1 January 1980
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, path, data]);
    const position = Buffer.alloc(14);
    position.writeUInt32LE(offset, 10);
    central.push(Buffer.from("PK\x01\x02\x14\x00"), common, position, path);
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(locals.length, 8);
  end.writeUInt16LE(locals.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}
