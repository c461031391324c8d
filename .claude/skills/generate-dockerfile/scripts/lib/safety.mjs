/** What an intruder, or a reader of the image, must not get. */
import { finding, ofImage, runs } from "./lookup.mjs";
import { pairs } from "./parse.mjs";

const SECRET_NAME =
  /(^|_)(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIALS?)(?!.*_(FILE|PATH|NAME|TTL)$)(_|$)/i;
const SECRET_VALUE =
  /\b(gh[pousr]_\w{20,}|AKIA[0-9A-Z]{16}|sk-[\w-]{20,}|xox[abpr]-\w+)|-----BEGIN [A-Z ]*PRIVATE KEY|:\/\/[^\s/:@]+:[^\s/:@$]+@/;
const SECRET_FILE =
  /(^|[\s/])(\.env(\.\w+)?|id_(rsa|ed25519|ecdsa)|\.npmrc\.auth|\.netrc|[\w.-]+\.(pem|key|p12|pfx))(\s|$)/;
/** An ARG gets its value at build time, so that its name is enough; an empty ENV holds nothing. */
const holdsSecret = (instruction, key, value) =>
  SECRET_VALUE.test(value) || (SECRET_NAME.test(key) && (instruction === "ARG" || value !== ""));

export const SAFETY_RULES = [
  {
    id: "secrets",
    points: 40,
    why: "ARG, ENV and layers can be read by whoever has the image",
    check: ({ instructions }) =>
      instructions.flatMap((i) => [
        ...(["ARG", "ENV"].includes(i.name) ? pairs(i) : [])
          .filter(([key, value]) => holdsSecret(i.name, key, value))
          .map(([key]) =>
            finding(
              i,
              `${i.name} ${key} puts a secret into the image`,
              "give it at run time, or to one build step with RUN --mount=type=secret",
            ),
          ),
        ...(i.name === "RUN" && SECRET_VALUE.test(i.text)
          ? [finding(i, "a credential stands in a RUN step", "RUN --mount=type=secret,id=…")]
          : []),
        ...(["COPY", "ADD"].includes(i.name) &&
        !i.flags.some((f) => f.startsWith("--from")) &&
        SECRET_FILE.test(i.text)
          ? [
              finding(
                i,
                `${i.name} takes a file that holds secrets`,
                "list it in .dockerignore, and mount it at run time",
              ),
            ]
          : []),
      ]),
  },
  {
    id: "non-root",
    points: 30,
    why: 'a process that breaks out of the container is root on the node; Pod Security "restricted" refuses it',
    check: ({ stages }) => {
      const user = ofImage(stages, "USER");
      const name = user?.text.split(":")[0];
      if (user && !["root", "0"].includes(name)) return [];
      return [
        finding(
          user ?? stages.at(-1).from,
          user ? "the image runs as root" : "no USER: the image runs as root",
          "end the last stage with USER 1000:1000",
        ),
      ];
    },
  },
  {
    id: "numeric-user",
    points: 5,
    why: "runAsNonRoot is checked by number: with a name the kubelet refuses to start the container",
    check: ({ stages }) => {
      const user = ofImage(stages, "USER");
      return user && !/^\d+(:\d+)?$/.test(user.text) && user.text !== "root"
        ? [finding(user, `USER ${user.text} is a name`, "write its number: USER 1000:1000")]
        : [];
    },
  },
  {
    id: "no-pipe-to-shell",
    points: 8,
    why: "whoever holds that server runs commands in the build",
    check: ({ stages }) =>
      stages
        .flatMap(runs)
        .filter((i) => /\b(curl|wget)\b[^&;\n]*\|\s*(sudo\s+)?(ba|z|da)?sh\b/.test(i.text))
        .map((i) =>
          finding(
            i,
            "a script from the network goes straight to a shell",
            "fetch it, check its hash, then run it; or take a package",
          ),
        ),
  },
  {
    id: "no-add",
    points: 6,
    why: "ADD fetches without a check, and unpacks what looks like an archive",
    check: ({ instructions }) =>
      instructions
        .filter((i) => i.name === "ADD")
        .filter((i) => !i.flags.some((f) => f.startsWith("--checksum=")))
        .map((i) =>
          /https?:\/\//.test(i.text)
            ? finding(
                i,
                "ADD from a URL is not checked",
                "ADD --checksum=sha256:… or a package manager",
              )
            : finding(i, "ADD for local files", "COPY"),
        ),
  },
  {
    id: "rights",
    points: 5,
    why: "an app does not need to write everywhere or become root",
    check: ({ stages }) =>
      stages
        .flatMap(runs)
        .filter((i) => /chmod (-R )?(a\+w|0?777)|\bsudo\b/.test(i.text))
        .map((i) =>
          finding(
            i,
            "rights for everybody, or sudo",
            "COPY --chown, or an emptyDir where the program writes",
          ),
        ),
  },
  {
    id: "high-port",
    points: 3,
    why: "a user other than root may not listen below 1024 everywhere",
    check: ({ stages }) => {
      const expose = ofImage(stages, "EXPOSE");
      const low = expose?.text.split(/\s+/).find((p) => Number.parseInt(p, 10) < 1024);
      return low
        ? [
            finding(
              expose,
              `port ${low} is below 1024`,
              "listen on 8080, and let the Service say 80",
            ),
          ]
        : [];
    },
  },
];
