import assert from "node:assert/strict";
import { once } from "node:events";
import * as http from "node:http";
import * as net from "node:net";
import { nameOnNode } from "../../components/image/imageName";
import { answers } from "../../components/cluster/kubeconfig";
import {
  enabledAddons,
  isAtWork,
  isPaused,
  isRunning,
  listedName,
  profileAddress,
  profileExists,
  putBack,
  shortName,
  startAgain,
  stoppedNow,
  switchAddon,
} from "../../components/cluster/minikube";
import { capped, smaller, startArguments } from "../../components/cluster/minikubeStart";
import { keepProfile } from "../support/models";
import { ownHome, Reply, standIn } from "../support/standIn";

describe("a profile that is started", () => {
  it("is as large as asked where the host has that much", () => {
    const { size, warnings } = capped({ cpus: 4, memoryMiB: 8192 }, { cpus: 8, memoryMiB: 32768 });
    assert.deepEqual(size, { cpus: 4, memoryMiB: 8192 });
    assert.deepEqual(warnings, []);
  });

  it("is capped to the host, with a warning that names the key and the value used", () => {
    const { size, warnings } = capped({ cpus: 4, memoryMiB: 8192 }, { cpus: 2, memoryMiB: 4096 });
    assert.deepEqual(size, { cpus: 2, memoryMiB: 3072 });
    assert.match(warnings[0]!, /warning: cpus is 4, the host has 2: using 2/);
    assert.match(warnings[1]!, /warning: memoryMiB is 8192, the host has 4096: using 3072/);
  });

  it("leaves to minikube what is not set, and gives it each value as one argument", () => {
    const options = {
      profile: "p",
      uuid: "00000000-0000-4000-8000-000000000001",
      cpus: 4,
      memoryMiB: 8192,
      driver: "",
      kubernetesVersion: "",
      cni: "",
      keepContext: false,
    };
    const bare = startArguments(options);
    assert.deepEqual(
      bare.map((arg) => arg.split("=")[0]),
      ["--profile", "--uuid", "--cpus", "--memory", "--wait", "--interactive"],
    );
    for (const arg of [`--uuid=${options.uuid}`, "--cpus=4", "--memory=8192mb"])
      assert.ok(bare.includes(arg), arg);
    const set = {
      driver: "docker",
      kubernetesVersion: "v1.34.0",
      cni: "calico",
      keepContext: true,
    };
    assert.deepEqual(startArguments({ ...options, ...set }), [
      ...bare,
      ...["--driver=docker", "--kubernetes-version=v1.34.0", "--cni=calico", "--keep-context"],
    ]);
  });
});

describe("a profile that is smaller than wanted", () => {
  const MAKE = { up: "make up", down: "make down" };
  const says = (cpus: number, memoryMiB: number) =>
    smaller("p", { cpus, memoryMiB }, { cpus: 4, memoryMiB: 8000 }, MAKE);

  it("is said, with both sizes and the way to another", () => {
    for (const [cpus, memoryMiB] of [
      [3, 8000],
      [4, 7599],
    ] as const)
      assert.match(
        says(cpus, memoryMiB).join("\n"),
        new RegExp(
          `^warning: profile p has ${cpus} CPUs and ${memoryMiB} MiB, and keeps them; .* 4 and 8000\\..*--profile p, then: make up$`,
        ),
      );
  });

  it("is not said of one that is as large, nearly so, or of unknown size", () => {
    for (const [cpus, memoryMiB] of [
      [4, 8000],
      [8, 16000],
      [4, 7600],
    ] as const)
      assert.deepEqual(says(cpus, memoryMiB), []);
    assert.deepEqual(smaller("p", undefined, { cpus: 4, memoryMiB: 8000 }, MAKE), []);
  });
});

describe("minikube is asked", () => {
  const tools = standIn();
  const status = (code: number, stdout = '{"Host":"Stopped"}') =>
    tools.answer(/^minikube status --profile p --output json$/, { code, stdout });

  it("whether a profile is there, and runs, by its exit code", async () => {
    for (const [code, exists, runs] of [
      [0, true, true],
      [1, true, false],
      [7, true, false],
      [85, false, false],
    ] as const) {
      status(code);
      assert.deepEqual([await profileExists("p"), await isRunning("p")], [exists, runs], `${code}`);
    }
    for (const code of [8, 84]) {
      status(code);
      await assert.rejects(
        profileExists("p"),
        /asking for the status of minikube profile p failed/,
      );
      await assert.rejects(isRunning("p"), /asking for the status/);
    }
  });

  it("whether a profile is known to be stopped, by a program: no answer is no such knowledge", () => {
    for (const [code, stopped] of [
      [0, false],
      [1, true],
      [7, true],
      [8, false],
      [85, false],
    ] as const) {
      status(code);
      assert.equal(stoppedNow("p"), stopped, `${code}`);
    }
    tools.answer(/^minikube/, () => {
      throw Object.assign(new Error("spawn minikube"), { code: "ENOENT" });
    });
    assert.equal(stoppedNow("p"), false);
  });

  it("and has not answered where it crashed, which ends with 2, and says no status", async () => {
    tools.answer(/^minikube status/, { code: 2, stderr: "panic: nil" });
    for (const question of [profileExists, isRunning, isPaused])
      await assert.rejects(question("p"), /status of minikube profile p failed[^]*panic: nil/);
    assert.equal(stoppedNow("p"), false);
  });

  it("whether a profile runs whose disk is nearly full: its host alone counts as stopped", async () => {
    status(1, '{"Host":"InsufficientStorage","APIServer":"Running","Kubeconfig":"Configured"}');
    assert.deepEqual(
      [await isRunning("p"), await isAtWork("p"), stoppedNow("p")],
      [true, true, false],
    );
    status(5, '{"Host":"InsufficientStorage","APIServer":"Running","Kubeconfig":"Misconfigured"}');
    assert.deepEqual([await isRunning("p"), await isAtWork("p")], [false, true]);
    status(7, '{"Host":"Stopped"}');
    assert.equal(await isAtWork("p"), false);
    status(2, '{"Host":"Running","APIServer":"Paused"}');
    assert.equal(await isAtWork("p"), false);
  });

  for (const [since, stdout] of [
    ["1.35", "null\n"],
    ["1.32", '{"Host":"Nonexistent","Kubelet":"Nonexistent"}'],
  ] as const)
    describe(`about a profile whose node is gone (minikube since ${since}: 7, and ${stdout.trim()})`, () => {
      ownHome();
      const containers =
        /^docker container ls --all --quiet --filter label=name\.minikube\.sigs\.k8s\.io=p$/;
      const engine = (reply: Reply) => tools.answer(containers, reply);
      beforeEach(() => {
        status(7, stdout);
        keepProfile("p", { Driver: "docker" });
      });

      it("is there, and does not run, where the engine has no container of it", async () => {
        engine("");
        assert.equal(await profileExists("p"), true);
        assert.equal(await isRunning("p"), false);
        assert.equal(stoppedNow("p"), true);
      });

      const unknown = async () => {
        assert.equal(await profileExists("p"), true);
        await assert.rejects(isRunning("p"), /asking for the status of minikube profile p failed/);
        assert.equal(stoppedNow("p"), false);
      };

      it("is not known to be stopped where the engine has one", async () => {
        engine("c58f98deb797\n");
        await unknown();
      });

      it("nor where the engine does not answer, of which minikube says the same", async () => {
        engine({ code: 1, stderr: "Cannot connect to the Docker daemon" });
        await unknown();
      });

      it("nor with another driver, whose nodes the engine does not know", async () => {
        keepProfile("p", { Driver: "kvm2" });
        engine("");
        await unknown();
      });
    });

  it("whether a profile is paused", async () => {
    status(2, '{"Host":"Running","APIServer":"Paused"}');
    assert.equal(await isPaused("p"), true);
    status(7, '{"Host":"Stopped","APIServer":"Stopped"}');
    assert.equal(await isPaused("p"), false);
  });

  it("for the addons that are on, and for the node's address", async () => {
    const listed = { ingress: { Status: "enabled" }, registry: { Status: "disabled" } };
    tools
      .answer(/^minikube addons list --profile p --output json$/, JSON.stringify(listed))
      .answer(/^minikube ip --profile p$/, "192.0.2.9\n");
    assert.deepEqual(await enabledAddons("p"), ["ingress"]);
    assert.equal(await profileAddress("p"), "192.0.2.9");
    tools.answer(/^minikube (addons|ip)/, { code: 1, stderr: "no" });
    await assert.rejects(enabledAddons("p"), /listing the addons of minikube profile p failed/);
    await assert.rejects(
      profileAddress("p"),
      /asking for the address of minikube profile p failed/,
    );
  });

  describe("to start a profile again that", () => {
    const said: string[] = [];
    const again = () => startAgain("p", (what) => said.push(what));
    const begun = () => tools.called(/^minikube (start|unpause)/);
    beforeEach(() => void (said.length = 0));

    it("is stopped: by a start that leaves kubectl's context", async () => {
      status(7);
      tools.answer(/^minikube start/, "");
      assert.equal(await again(), "stop");
      assert.deepEqual(begun(), ["minikube start --profile p --keep-context --output=json"]);
      assert.deepEqual(said, ["profile p is stopped: starting it again"]);
      tools.answer(/^minikube start/, { code: 80, stderr: "the disk is full" });
      await assert.rejects(again(), /starting minikube profile p again failed/);
    });

    it("is up, with another node that is stopped, or with a disk that is nearly full: and is not stopped afterwards", async () => {
      tools.answer(/^minikube start/, "");
      for (const stdout of [
        '[{"Host":"Running"},{"Host":"Stopped"}]',
        '{"Host":"InsufficientStorage"}',
      ]) {
        status(7, stdout);
        assert.equal(await again(), undefined, stdout);
      }
    });

    // 2: its API server ended; 4: the engine restarted, and the kubeconfig has another port.
    for (const code of [2, 4, 6])
      it(`runs, but cannot be reached (${code}): by a start, and is not stopped afterwards`, async () => {
        status(code, '{"Host":"Running"}');
        tools.answer(/^minikube start/, "");
        assert.equal(await again(), undefined);
        assert.deepEqual(said, ["profile p runs, but cannot be reached: starting it again"]);
      });

    it("is put back as it was, which is said", async () => {
      tools.answer(/^minikube (stop|pause)/, "");
      for (const verb of ["stop", "pause"] as const)
        await putBack("p", verb, (what) => said.push(what));
      assert.deepEqual(tools.calls, ["minikube stop --profile p", "minikube pause --profile p"]);
      assert.deepEqual(said, ["stopping profile p again", "pausing profile p again"]);
      tools.answer(/^minikube stop/, { code: 80, stderr: "busy" });
      await assert.rejects(
        putBack("p", "stop", () => {}),
        /stopping minikube profile p failed/,
      );
    });

    it("is paused: by unpausing it, and by a start where that is not enough", async () => {
      let after = 0;
      tools
        .answer(/^minikube unpause/, () => {
          status(after);
          return "";
        })
        .answer(/^minikube start/, "");
      const unpaused = "minikube unpause --all-namespaces --profile p";
      status(2, '{"Host":"Running","APIServer":"Paused"}');
      assert.equal(await again(), "pause");
      assert.deepEqual(begun(), [unpaused]);
      assert.deepEqual(said, ["profile p is paused: unpausing it"]);
      after = 4;
      status(2, '{"Host":"Running","APIServer":"Paused"}');
      assert.equal(await again(), "pause");
      assert.deepEqual(begun(), [
        unpaused,
        unpaused,
        "minikube start --profile p --keep-context --output=json",
      ]);
      status(2, '{"Host":"Running","APIServer":"Paused"}');
      tools.answer(/^minikube unpause/, { code: 80, stderr: "no" });
      await assert.rejects(again(), /unpausing minikube profile p failed/);
    });
  });

  it("to switch an addon, once more where it stumbles, and not where it fails", async () => {
    const stumble = { code: 11, stderr: "enable failed: check paused: list paused: no such file" };
    let tries = 0;
    tools.answer(/^minikube addons enable ingress --profile p$/, () => (tries++ ? "" : stumble));
    await switchAddon("enable", "ingress", "p", 0);
    assert.equal(tries, 2);
    tools.answer(/^minikube addons disable ingress --profile p$/, () => {
      tries++;
      return { code: 11, stderr: "no network" };
    });
    await assert.rejects(
      switchAddon("disable", "ingress", "p"),
      /^ToolError: disabling minikube addon ingress failed[^]*no network/,
    );
    assert.equal(tries, 3);
  });

  it("to switch an addon, and no more after the sixth stumble", async () => {
    tools.answer(/^minikube addons/, { code: 11, stderr: "enable failed: check paused" });
    await assert.rejects(switchAddon("enable", "ingress", "p", 0), /check paused/);
    assert.equal(tools.calls.length, 6);
  });
});

describe("kubeconfig", () => {
  describe("asks whether an API server answers, and takes", () => {
    let server: net.Server;
    const listen = async (started: net.Server, scheme = "http") => {
      server = started.listen(0, "127.0.0.1");
      await once(server, "listening");
      return new URL(`${scheme}://127.0.0.1:${(server.address() as net.AddressInfo).port}`);
    };
    afterEach((done) => void (server?.listening ? server.close(done) : done()));

    it("a refusal of strangers for an answer", async () => {
      const url = await listen(http.createServer((_, response) => response.writeHead(401).end()));
      assert.equal(await answers(url), true);
    });

    it("an error of its own for an answer: it is there, and not well yet", async () => {
      const url = await listen(http.createServer((_, response) => response.writeHead(500).end()));
      assert.equal(await answers(url), true);
    });

    it("a connection that says nothing for none, as with a paused node", async () => {
      const open: net.Socket[] = [];
      const url = await listen(net.createServer((socket) => open.push(socket)));
      assert.equal(await answers(url, 50), false);
      open.forEach((socket) => socket.destroy());
    });

    it("a connection that is closed at once for none, as with a node whose API server stopped", async () => {
      const url = await listen(
        net.createServer((socket) => socket.destroy()),
        "https",
      );
      assert.equal(await answers(url), false);
    });

    it("no server, and no address, for none", async () => {
      const url = await listen(net.createServer());
      server.close();
      await once(server, "close");
      assert.equal(await answers(url), false);
      assert.equal(await answers(undefined), false);
    });
  });
});

describe("an image's name", () => {
  it("is the long one on a node", () => {
    assert.equal(nameOnNode("todo-backend:1"), "docker.io/library/todo-backend:1");
    assert.equal(nameOnNode("me/todo-backend:1"), "docker.io/me/todo-backend:1");
    assert.equal(nameOnNode("ghcr.io/me/todo-backend:1"), "ghcr.io/me/todo-backend:1");
    assert.equal(nameOnNode("localhost:5000/todo-backend:1"), "localhost:5000/todo-backend:1");
    assert.equal(nameOnNode("localhost/todo-backend:1"), "localhost/todo-backend:1");
  });
  // What docker lists for each: reference.ParseNormalizedNamed and FamiliarName of its sources.
  for (const [given, listed, onNode] of [
    ["index.docker.io/me/x:1", "me/x:1", "docker.io/me/x:1"],
    ["index.docker.io/library/x:1", "x:1", "docker.io/library/x:1"],
    ["docker.io/x:1", "x:1", "docker.io/library/x:1"],
    ["docker.io/library/x:1", "x:1", "docker.io/library/x:1"],
    ["library/x:1", "x:1", "docker.io/library/x:1"],
    ["docker.io/library/a/x:1", "library/a/x:1", "docker.io/library/a/x:1"],
    ["localhost/x:1", "localhost/x:1", "localhost/x:1"],
    [
      "registry.example/library/x:1",
      "registry.example/library/x:1",
      "registry.example/library/x:1",
    ],
  ] as const)
    it(`given as ${given} is ${listed} to docker and ${onNode} on a node`, () => {
      assert.equal(listedName(given), listed);
      assert.equal(nameOnNode(given), onNode);
      assert.equal(shortName(given), shortName(onNode));
    });
  it("is docker's short one again", () => {
    for (const image of ["todo-backend:1", "me/todo-backend:1", "ghcr.io/me/todo-backend:1"]) {
      assert.equal(shortName(nameOnNode(image)), image);
    }
    assert.equal(shortName("me/localhost/todo-backend:1"), "me/localhost/todo-backend:1");
  });
});
