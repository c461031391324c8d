import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import type { Node } from "../../components/cluster/nodes";
import type { ImageLoader } from "../../components/image/imageDelivery";
import { removeUnused, Uses } from "../../components/image/imageRemoval";
import {
  dropUse,
  engineRemoval,
  unknownRemoval,
  useRemoval,
  imageUses,
  removeFromEngine,
  usedInEngine,
  useInEngine,
  usesIn,
} from "../../components/image/imageUsers";
import { Engine } from "../support/models";
import { standIn } from "../support/standIn";

const NEW = "todo-backend:2222222222222222";
const OLD = "todo-backend:1111111111111111";

type Items = Parameters<typeof usesIn>[0];
const runs = (...images: string[]) => ({ containers: images.map((image) => ({ image })) });
const pod = (spec: object, instance?: string) => ({
  kind: "Pod",
  metadata: {
    ...{ name: "p", namespace: "todo-app" },
    ...(instance ? { labels: { "app.kubernetes.io/instance": instance } } : {}),
  },
  spec,
});
const set = (revision: number, image: string, more: object = {}) => ({
  kind: "ReplicaSet",
  metadata: {
    ...{ name: `backend-${revision}`, namespace: "todo-app" },
    annotations: { "deployment.kubernetes.io/revision": String(revision) },
    ownerReferences: [{ uid: "d1", name: "backend" }],
    ...more,
  },
  spec: { template: { spec: runs(image) } },
});

describe("an image is in use", () => {
  const images = (...items: object[]) => usesIn(items as Items).map(({ image }) => image);

  it("where a pod runs from it, or begins with it", () => {
    assert.deepEqual(usesIn([pod(runs("a"), "todo-app")] as Items), [
      { image: "a", namespace: "todo-app", instance: "todo-app" },
    ]);
    assert.deepEqual(images(pod({ ...runs("a", "b"), initContainers: [{ image: "c" }] })), [
      ...["a", "b", "c"],
    ]);
    assert.deepEqual(images(pod({ initContainers: [{ image: "c" }] })), ["c"]);
  });

  it("where the newest two revisions of a Deployment are made from it, whatever their order", () => {
    assert.deepEqual(images(set(2, "b"), set(10, "d"), set(1, "a"), set(9, "c")), ["d", "c"]);
  });

  it("by each Deployment for itself", () => {
    const other = { ownerReferences: [{ uid: "d2", name: "backend" }] };
    const elsewhere = { namespace: "x", ownerReferences: [{ name: "backend" }] };
    const named = { ownerReferences: [{ name: "backend" }] };
    assert.deepEqual(
      images(
        set(9, "a"),
        set(8, "b"),
        set(1, "c", other),
        set(2, "d", elsewhere),
        set(3, "e", named),
      ),
      ["a", "b", "c", "d", "e"],
    );
  });

  it("where a ReplicaSet without an owner is made from it", () => {
    const alone = (name: string) => ({ name, ownerReferences: undefined, annotations: undefined });
    assert.deepEqual(images(set(1, "a", alone("x")), set(1, "b", alone("y"))), ["a", "b"]);
  });

  const owner = (kind: string, spec: object) => ({
    kind,
    metadata: { name: "x", namespace: "todo-app" },
    spec,
  });
  for (const kind of ["StatefulSet", "DaemonSet", "Job"])
    it(`where a ${kind} makes pods from it, though none is there now`, () => {
      assert.deepEqual(images(owner(kind, { template: { spec: runs("a", "b") } })), ["a", "b"]);
    });

  it("where a CronJob makes pods from it when its time comes", () => {
    const template = {
      spec: { template: { spec: { ...runs("a"), initContainers: [{ image: "b" }] } } },
    };
    assert.deepEqual(images(owner("CronJob", { jobTemplate: template })), ["a", "b"]);
  });

  describe("as the cluster says,", () => {
    const tools = standIn();

    it("which is asked for every namespace", async () => {
      tools.answer(/^kubectl/, JSON.stringify({ items: [pod(runs("a"))] }));
      const uses = await imageUses({ context: "c", kubeconfig: "/k" });
      assert.deepEqual(uses, [{ image: "a", namespace: "todo-app", instance: undefined }]);
      assert.deepEqual(tools.calls, [
        "kubectl --kubeconfig /k --context c get pods,replicasets,statefulsets,daemonsets,jobs,cronjobs --all-namespaces --output=json",
      ]);
    });

    it("and not at all where that is silent: an error is not an empty list", async () => {
      for (const nothing of ["", "\n"]) {
        tools.answer(/^kubectl/, nothing);
        const asked = imageUses({ context: "c" });
        await assert.rejects(asked, /asking c which images .* gave no answer/);
      }
      tools.answer(/^kubectl/, { code: 1, stderr: "Forbidden" });
      await assert.rejects(imageUses({ context: "c" }), /asking c which images [^]*Forbidden/);
    });
  });
});

describe("the engine", () => {
  const tools = standIn();
  let engine: Engine;
  beforeEach(() => void (engine = new Engine(tools)));

  it("knows which stacks use an image, by a tag for each", async () => {
    engine.tags.add(NEW).add(OLD);
    await useInEngine(NEW, "a");
    await useInEngine(OLD, "a");
    await useInEngine(OLD, "b");
    assert.deepEqual((await usedInEngine("a", NEW)).sort(), [OLD, NEW]);
    assert.deepEqual(await usedInEngine("b", NEW), [OLD]);
    await dropUse(OLD, "b");
    assert.deepEqual(await usedInEngine("b", NEW), []);
  });

  it("tells of every image that a stack uses, or of those of one name", async () => {
    engine.tags.add(NEW).add("todo-frontend:1");
    await useInEngine(NEW, "a");
    await useInEngine("todo-frontend:1", "a");
    assert.deepEqual(await usedInEngine("a"), [NEW, "todo-frontend:1"]);
    assert.deepEqual(await usedInEngine("a", OLD), [NEW]);
  });

  it("says nothing of an image that it does not have, nor for a stack without an id", async () => {
    await useInEngine(NEW, "a");
    engine.tags.add(NEW);
    await useInEngine(NEW, "");
    assert.deepEqual([...engine.tags], [NEW]);
    assert.deepEqual(await usedInEngine("", NEW), []);
    tools.calls.length = 0;
    await useInEngine(NEW, "");
    await dropUse(NEW, "");
    await usedInEngine("");
    assert.deepEqual(tools.calls, []);
  });

  it("loses an image with the last stack that uses it", async () => {
    engine.tags.add(NEW);
    await useInEngine(NEW, "a");
    await useInEngine(NEW, "b");
    await removeFromEngine(NEW, "a");
    assert.deepEqual([...engine.tags].sort(), [NEW, `${NEW}-used-by-b`]);
    await removeFromEngine(NEW, "b");
    assert.deepEqual([...engine.tags], []);
  });

  it("keeps an image that another stack uses also where its name begins with a registry's port", async () => {
    const image = "localhost:5000/todo-backend:2";
    [image, `${image}-used-by-b`].forEach((tag) => engine.tags.add(tag));
    await removeFromEngine(image, "a");
    assert.deepEqual([...engine.tags], [image, `${image}-used-by-b`]);
  });

  for (const [registry, listed] of [
    ["index.docker.io/me", "me/todo-backend"],
    ["docker.io/me", "me/todo-backend"],
    ["docker.io/library", "todo-backend"],
    ["localhost/me", "localhost/me/todo-backend"],
    ["registry.example/me", "registry.example/me/todo-backend"],
  ] as const)
    it(`keeps an image of ${registry} that another stack uses, by the name that docker lists`, async () => {
      const image = `${registry}/todo-backend:2`;
      [`${listed}:2`, `${listed}:2-used-by-a`, `${listed}:2-used-by-b`].forEach((tag) =>
        engine.tags.add(tag),
      );
      assert.deepEqual(await usedInEngine("a", image), [image]);
      await removeFromEngine(image, "a");
      assert.deepEqual(tools.called(/image rm/), [`docker image rm ${image}-used-by-a`]);
    });

  it("keeps other images of the name, and of a name that begins so", async () => {
    const others = [OLD, "todo-backend-2:1", "localhost:5000/todo-backend:2"];
    [NEW, ...others].forEach((tag) => engine.tags.add(tag));
    await removeFromEngine(NEW, "a");
    assert.deepEqual([...engine.tags].sort(), others.sort());
  });

  for (const [what, stderr] of [
    [
      "a container uses it",
      `conflict: unable to remove repository reference "${NEW}" (must force) - container 1c2d is using its image`,
    ],
    ["it does not answer", "Cannot connect to the Docker daemon. Is the docker daemon running?"],
  ] as const)
    it(`keeps an image, and the note of who uses it, where ${what}: docker ends with 1 for that too`, async () => {
      const note = `${NEW}-used-by-a`;
      engine.tags.add(NEW).add(note);
      tools.answer(new RegExp(`^docker image rm ${NEW}$`), { code: 1, stderr });
      await assert.rejects(removeFromEngine(NEW, "a"), (error: Error) => {
        assert.match(error.message, /^removing todo-backend:2+ from the engine failed \(exit 1\)/);
        return error.message.includes(stderr);
      });
      assert.deepEqual([...engine.tags], [NEW, note]);
      tools.answer(/^docker image rm/, { code: 1, stderr });
      await assert.rejects(dropUse(NEW, "a"), /removing \S+-used-by-a from the engine failed/);
    });

  it("is not told of a use where it does not answer, which is an error", async () => {
    tools.answer(/^docker image tag/, { code: 1, stderr: "is the docker daemon running?" });
    await assert.rejects(useInEngine(NEW, "a"), /recording in Docker [^]*daemon running/);
  });

  it("has no image to lose twice", async () => {
    await removeFromEngine(NEW, "a");
    assert.deepEqual([...engine.tags], []);
  });

  it("keeps all where it does not answer, which is an error", async () => {
    engine.tags.add(NEW);
    tools.answer(/^docker image ls/, { code: 1, stderr: "is the docker daemon running?" });
    await assert.rejects(removeFromEngine(NEW, "a"), /asking the engine [^]*daemon running/);
    await assert.rejects(usedInEngine("a", NEW), /asking the engine/);
    assert.deepEqual([...engine.tags], [NEW]);
  });

  describe("can be cleaned by hand with the command that is printed:", () => {
    /** What is left in an engine whose docker bash runs the line with. */
    const left = (line: string, ...tags: string[]) => {
      const docker = `docker() {
        case "$2" in
          rm) case " $tags " in *" $3 "*) tags=\${tags/$3 /};; *) return 1;; esac;;
          ls) [ "$3" = --quiet ] && { for t in $tags; do case "$t" in $4) echo id;; esac; done; } || printf '%s\\n' $tags;;
        esac
      }
      # A loop at the end of a pipe is a shell of its own.
      shopt -s lastpipe
      tags='${tags.join(" ")} '
      ${line}
      echo "$tags"`;
      const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", docker], { encoding: "utf8" });
      assert.equal(stderr, "");
      return stdout.trim().split(" ").filter(Boolean);
    };
    const [own, theirs] = ["a", "ab"].map((owner) => `${NEW}-used-by-${owner}`) as [string, string];

    it("the image where no other stack uses it", () => {
      assert.deepEqual(left(engineRemoval(NEW, "a"), NEW, own, OLD), [OLD]);
      assert.deepEqual(left(engineRemoval(NEW, ""), NEW, OLD), [OLD]);
      assert.deepEqual(left(unknownRemoval("a"), NEW, own, OLD), [OLD]);
    });

    it("the stack's own use alone where one does", () => {
      assert.deepEqual(left(engineRemoval(NEW, "a"), NEW, own, theirs), [NEW, theirs]);
      assert.deepEqual(left(engineRemoval(NEW, ""), NEW, theirs), [NEW, theirs]);
      assert.deepEqual(left(unknownRemoval("a"), NEW, own, theirs), [NEW, theirs]);
      assert.deepEqual(left(useRemoval(NEW, "a"), NEW, own), [NEW]);
    });

    it("by the name that docker lists", () => {
      assert.match(engineRemoval("docker.io/me/app:1", "a"), / --quiet 'me\/app:1-used-by-\*'/);
    });
  });
});

describe("images that nothing runs from any more", () => {
  const tools = standIn();
  let engine: Engine;
  let node: Set<string>;
  let said: string[];
  beforeEach(() => {
    engine = new Engine(tools);
    node = new Set([NEW, OLD]);
    [NEW, OLD].forEach((tag) => engine.tags.add(tag));
    said = [];
  });
  const loader = (refuses: (image: string) => boolean = () => false): ImageLoader => ({
    find: async (image) => {
      const one: Node = { name: "n", shell: ["sh"] };
      return node.has(image) ? { having: [one], lacking: [] } : { having: [], lacking: [one] };
    },
    load: async () => {},
    remove: async (image) => {
      if (refuses(image)) throw new Error("the node is busy");
      node.delete(image);
    },
    removal: (image) => `rm-by-hand ${image}`,
  });
  const remove = (uses: Uses, by = loader()) =>
    removeUnused([NEW, OLD], {
      loader: by,
      owner: "a",
      otherEngine: false,
      delivery: { kind: "kind", cluster: "k" },
      uses,
      say: (what) => said.push(what),
    });
  const use = (image: string) => ({ image, namespace: "x" });

  it("go from node and engine", async () => {
    assert.deepEqual(await remove([]), []);
    assert.deepEqual([[...node], [...engine.tags], said], [[], [], []]);
  });

  it("are not those that a pod runs from, by whichever of its names", async () => {
    assert.deepEqual(await remove([use(`docker.io/library/${NEW}`)]), [NEW]);
    assert.deepEqual([[...node], [...engine.tags]], [[NEW], [NEW]]);
  });

  it("are none where it is not known what runs", async () => {
    assert.deepEqual(await remove(undefined), [NEW, OLD]);
    assert.deepEqual([...node], [NEW, OLD]);
    assert.deepEqual(tools.calls, []);
  });

  it("stay listed where the node keeps them, with a warning that says how to remove them by hand", async () => {
    assert.deepEqual(
      await remove(
        [],
        loader((image) => image === NEW),
      ),
      [NEW],
    );
    assert.deepEqual([...node], [NEW]);
    assert.equal(said.length, 1);
    assert.match(
      said[0]!,
      new RegExp(`^warning: .*To remove it, run: rm-by-hand ${NEW}\nthe node is busy`),
    );
  });

  it("stay listed where the engine keeps them, and keep no other from going", async () => {
    tools.answer(new RegExp(`image rm ${NEW}$`), { code: 1, stderr: "daemon is gone" });
    assert.deepEqual(await remove([]), [NEW]);
    assert.deepEqual([...engine.tags], [NEW]);
    assert.match(said.join("\n"), /warning: [^]*daemon is gone/);
  });
});
