import assert from "node:assert/strict";
import { deliverImage, Delivered } from "../../components/programs/deliverImage";
import { removeImages } from "../../components/programs/removeImages";
import { writeRecord } from "../../components/cluster/profileRecord";
import { FIRST, imagesOnNode, onNode, SECOND, variables } from "../support/imagesOnNode";
import { keepProfile } from "../support/models";
import { given } from "../support/standIn";
import { aRecord } from "../support/states";

describe("the commands around an image", () => {
  const { tools, said, cluster, has } = imagesOnNode();

  describe("of an engine that docker leads to no more,", () => {
    const [here, there] = [
      { id: "e1", host: "unix:///var/run/docker.sock" },
      { id: "e2", host: "ssh://me@far" },
    ];
    const leadsTo = ({ id, host }: typeof here) =>
      tools.answer(/^docker info/, `${id}\n`).answer(/^docker context inspect/, `${host}\n`);
    const command = `(export DOCKER_HOST=${here.host}; docker image rm ${FIRST}-used-by-a; `;

    it("note which one it was", async () => {
      has(FIRST);
      const answer = await deliverImage(given(variables(FIRST)));
      assert.equal(answer.engine, undefined);
      leadsTo(here);
      assert.deepEqual((await deliverImage(given(variables(FIRST)))).engine, here);
      // Podman's has another id whenever it is asked.
      let count = 0;
      tools.answer(/^docker info/, () => `${count++}`);
      assert.equal((await deliverImage(given(variables(FIRST)))).engine, undefined);
    });

    describe("which is reached by TLS,", () => {
      const [host, other] = ["tcp://build.example:2376", { ...there, id: "e3" }];
      const names = ["DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH"] as const;
      const before = names.map((name) => process.env[name]);
      const tls = (values: (string | undefined)[]) =>
        names.forEach((name, index) => {
          if (values[index] === undefined) delete process.env[name];
          else process.env[name] = values[index];
        });
      afterEach(() => tls(before));
      /** What is printed, once docker leads elsewhere, for the engine that was noted under a context of that name. */
      const printed = async (context: string) => {
        has(FIRST);
        leadsTo({ id: "e1", host });
        tools.answer(/^docker context inspect --format \{\{.Name/, `${context}\n`);
        const { engine: noted } = await deliverImage(given(variables(FIRST)));
        tls([]);
        leadsTo(other);
        await removeImages(given(variables(FIRST), { images: [FIRST], engine: noted }));
        return /\(export (.*?); docker/.exec(said())?.[1];
      };

      it("name the context that has the certificates, whatever host the shell has", async () => {
        tls([]);
        assert.equal(await printed("build"), "DOCKER_HOST='' DOCKER_CONTEXT=build");
      });

      it("name where the shell had them beside its host", async () => {
        tls(["1", "/certs"]);
        assert.equal(
          await printed("default"),
          `DOCKER_HOST=${host} DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=/certs`,
        );
      });

      it("or not at all: by its host alone", async () => {
        tls([]);
        assert.equal(await printed("default"), `DOCKER_HOST=${host}`);
      });
    });

    it("ask it no more than has to be known", async () => {
      const asked = (kind: string) => tools.called(new RegExp(`^docker ${kind} `)).length;
      const since = async (work: () => Promise<unknown>) => {
        const before = [asked("info"), asked("context inspect")] as const;
        await work();
        return [asked("info") - before[0], asked("context inspect") - before[1]];
      };
      has(FIRST);
      const last = { images: [FIRST], engine: here };
      const deliver = (before?: Delivered) =>
        since(() => deliverImage(given(variables(FIRST), before)));
      // None answers.
      assert.deepEqual(await deliver(), [1, 0]);
      leadsTo(here);
      assert.deepEqual(await deliver(), [2, 1], "whether its id stays");
      assert.deepEqual(await deliver(last), [1, 1], "it has stayed");
      leadsTo(there);
      assert.deepEqual(await deliver(last), [2, 1], "another one");
      const remove = (before: Delivered) =>
        since(() => removeImages(given(variables(FIRST), before)));
      assert.deepEqual(await remove({ images: [] }), [0, 0], "nothing to compare");
      assert.deepEqual(await remove({ images: [], engine: here }), [2, 1], "whether it is another");
    });

    it("ask it no more where that decides how the image is brought", async () => {
      keepProfile("p", { Driver: "docker", KubernetesConfig: { ContainerRuntime: "containerd" } });
      cluster.engine.tags.add(FIRST);
      leadsTo({ ...here, host: "tcp://build.example:2376" });
      await deliverImage(given(variables(FIRST), { images: [], engine: here }));
      assert.equal(tools.called(/image load/).length, 1);
      assert.deepEqual(tools.called(/^docker (info|context inspect --format \{\{\.End)/), [
        "docker info --format {{.ID}} {{.OperatingSystem}}",
        "docker context inspect --format {{.Endpoints.docker.Host}}",
      ]);
    });

    it("take off the node what is the stack's, and name the command for that engine", async () => {
      has(FIRST, SECOND);
      leadsTo(there);
      // What has its name in this one may be anybody's.
      await removeImages(given(variables(FIRST), { images: [FIRST], engine: here }));
      assert.deepEqual([...cluster.node], [onNode(SECOND)]);
      assert.deepEqual([...cluster.engine.tags], [FIRST, SECOND]);
      assert.ok(said().includes(`they are not needed there, run: ${command}`), said());
      assert.deepEqual(tools.called(/image (rm|tag) todo/), []);
    });

    it("leave on the node what other stacks of the profile may need: only that engine knows", async () => {
      has(FIRST);
      ["a", "b"].forEach((owner) => writeRecord("p", aRecord(owner)));
      leadsTo(there);
      await removeImages(given(variables(FIRST), { images: [FIRST], engine: here }));
      assert.deepEqual([...cluster.node], [onNode(FIRST)]);
    });

    it("say nothing where it is the same, by whichever address", async () => {
      has(FIRST);
      leadsTo({ ...there, id: "e1" });
      await removeImages(given(variables(FIRST), { images: [FIRST], engine: here }));
      assert.deepEqual([said(), [...cluster.engine.tags], [...cluster.node]], ["", [], []]);
    });

    it("name it also where an up goes on with another, and note that", async () => {
      has(FIRST, SECOND);
      leadsTo(there);
      const last = { images: [FIRST], engine: here };
      const answer = await deliverImage(given(variables(SECOND), last));
      assert.deepEqual(answer.engine, there);
      assert.ok(said().includes(command), said());
    });
  });
});
