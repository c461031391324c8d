import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { folderHash, imageHash } from "../../components/image/contentHash";

describe("the content hash", () => {
  let root: string;
  const file = (name: string, text: string) => {
    const full = path.join(root, name);
    fs.mkdirSync(path.dirname(full), { recursive: true });
    fs.writeFileSync(full, text);
  };
  const hash = (more: { args?: Record<string, string>; platform?: string } = {}) =>
    imageHash({
      context: path.join(root, "app"),
      dockerfile: path.join(root, "Dockerfile"),
      args: more.args ?? {},
      platform: more.platform ?? "",
    });
  /** Whether a change to the tree is another image. */
  const changes = (change: () => void) => {
    const before = hash();
    change();
    return hash() !== before;
  };

  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "todo-hash-"));
    file("Dockerfile", "FROM scratch\nCOPY . .\n");
    file("app/main.py", "print(1)\n");
    file("app/.dockerignore", "*.md\n!KEEP.md\n**/cache\n");
  });
  afterEach(() => fs.rmSync(root, { recursive: true }));

  it("is 16 hexadecimal digits, which a tag may have", () => {
    assert.match(hash(), /^[0-9a-f]{16}$/);
  });

  it("is another one when a file's content, name or executable bit is", () => {
    assert.ok(changes(() => file("app/main.py", "print(2)\n")));
    assert.ok(changes(() => file("app/lib/new.py", "")));
    assert.ok(
      changes(() => fs.renameSync(path.join(root, "app/main.py"), path.join(root, "app/m.py"))),
    );
    assert.ok(changes(() => fs.chmodSync(path.join(root, "app/m.py"), 0o755)));
  });

  it("is another one when the Dockerfile, an argument or the platform is", () => {
    assert.ok(changes(() => file("Dockerfile", "FROM scratch\n")));
    assert.notEqual(hash({ args: { BASE: "a" } }), hash({ args: { BASE: "b" } }));
    assert.notEqual(hash({ platform: "linux/arm64" }), hash());
  });

  it("does not depend on times, the umask or the order of arguments", () => {
    assert.ok(!changes(() => fs.utimesSync(path.join(root, "app/main.py"), 1, 1)));
    assert.ok(!changes(() => fs.chmodSync(path.join(root, "app/main.py"), 0o600)));
    assert.equal(hash({ args: { A: "1", B: "2" } }), hash({ args: { B: "2", A: "1" } }));
  });

  it("passes over what Docker would not see, and takes back what the ignore file takes back", () => {
    assert.ok(!changes(() => file("app/README.md", "text")));
    assert.ok(!changes(() => file("app/deep/down/cache/x", "text")));
    assert.ok(changes(() => file("app/KEEP.md", "text")));
  });

  it("prefers an ignore file beside the Dockerfile, as Docker does", () => {
    file("Dockerfile.dockerignore", "*.py\n");
    assert.ok(!changes(() => file("app/main.py", "print(3)\n")));
    assert.ok(changes(() => file("app/README.md", "text")));
  });

  it("counts the ignore file, which the provider sends though it leaves out itself", () => {
    file("app/.dockerignore", "*.md\n.*\n");
    assert.ok(changes(() => file("app/.dockerignore", "*.md\n.*\n# more\n")));
  });

  it("takes a link for what it points to by name", () => {
    fs.symlinkSync("main.py", path.join(root, "app/link"));
    assert.ok(
      changes(() => {
        fs.rmSync(path.join(root, "app/link"));
        fs.symlinkSync("other.py", path.join(root, "app/link"));
      }),
    );
  });

  it("tells two files from one that has both their contents", () => {
    file("app/a", "12");
    file("app/b", "3");
    assert.ok(
      changes(() => {
        file("app/a", "1");
        file("app/b", "23");
      }),
    );
  });

  it("says which file is missing", () => {
    fs.rmSync(path.join(root, "Dockerfile"));
    assert.throws(() => hash(), /ENOENT.*Dockerfile/);
  });

  it("of a chart counts what Helm loads of it, and nothing else", () => {
    file("app/.helmignore", "*.bak\n");
    const before = folderHash(path.join(root, "app"));
    file("app/values.yaml.bak", "text");
    assert.equal(folderHash(path.join(root, "app")), before);
    file("app/README.md", "text");
    assert.notEqual(folderHash(path.join(root, "app")), before);
  });
});
