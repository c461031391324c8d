/** Names of images, and those that are like them. */
import { distance, nearest } from "./nearest.mjs";

/** `web:1` and `docker.io/library/web:1` are one image. */
export function parseImage(image) {
  const [rest, digest = ""] = image.split("@");
  const first = rest.split("/")[0];
  const hasRegistry = rest.includes("/") && (/[.:]/.test(first) || first === "localhost");
  const registry = hasRegistry ? first : "docker.io";
  const path = hasRegistry ? rest.slice(first.length + 1) : rest;
  const colon = path.lastIndexOf(":");
  const repository = (colon < 0 ? path : path.slice(0, colon)).replace(/^library\//, "");
  // Docker Hub's host has several names.
  const hub = /^(index\.|registry-1\.)?docker\.io$/.test(registry);
  return {
    registry: hub ? "docker.io" : registry,
    repository,
    tag: colon < 0 ? (digest ? "" : "latest") : path.slice(colon + 1),
    digest,
    isHub: hub,
    /** Whether the name may be one that only the local engine knows. */
    isLocal: hub && !repository.includes("/"),
  };
}

const same = (a, b) =>
  a.registry === b.registry &&
  a.repository === b.repository &&
  (a.digest ? a.digest === b.digest : a.tag === b.tag);

/** Whether two names, as people or nodes write them, are one image's. */
export const sameImage = (a, b) => same(parseImage(a), parseImage(b));

/** As short as people write it. */
const written = ({ registry, isHub, repository, tag, digest }) =>
  `${isHub ? "" : `${registry}/`}${repository}${tag ? `:${tag}` : ""}${digest ? `@${digest}` : ""}`;

/** Names of the nodes that have the image. */
export const nodesWith = (nodes, image) => {
  const wanted = parseImage(image);
  return nodes
    .filter((node) => node.images.some((name) => same(parseImage(name), wanted)))
    .map((node) => node.name);
};

/**
 * The image on the nodes that was probably meant.
 * @param {string[]} known Names of images that are there, or that other workloads run with.
 * @returns {{image: string, by: "tag" | "name"} | undefined} by: what of it is another.
 */
export function nearestImage(known, image) {
  const wanted = parseImage(image);
  const there = known.map(parseImage).filter((name) => name.tag && !same(name, wanted));
  const sameName = there.filter(
    (n) => n.registry === wanted.registry && n.repository === wanted.repository,
  );
  if (sameName.length > 0) {
    const tag = nearestTag(
      wanted.tag,
      sameName.map((n) => n.tag),
    );
    return tag && { image: written(sameName.find((n) => n.tag === tag)), by: "tag" };
  }
  const repository =
    nearest(
      wanted.repository,
      there.map((n) => n.repository),
    ) ??
    // The same last part, elsewhere: the registry or the folder is misspelt or left out.
    there.find((n) => last(n.repository) === last(wanted.repository))?.repository;
  const alike = there.filter((n) => n.repository === repository);
  if (alike.length === 0) return undefined;
  const tag = nearestTag(
    wanted.tag,
    alike.map((n) => n.tag),
  );
  return tag && { image: written(alike.find((n) => n.tag === tag)), by: "name" };
}

const last = (repository) => repository.split("/").at(-1);

/** The tag itself, the least edited, or the only one. */
function nearestTag(wanted, tags) {
  const all = [...new Set(tags)];
  if (all.includes(wanted)) return wanted;
  if (all.length === 1) return all[0];
  const scored = all
    .map((tag) => ({ tag, edits: distance(wanted, tag) }))
    .sort((a, b) => a.edits - b.edits);
  const clear = scored[0] && scored[0].edits < scored[1].edits;
  return clear && scored[0].edits <= Math.max(2, wanted.length / 2) ? scored[0].tag : undefined;
}

/** Repositories of Docker Hub that everybody uses: a name that is nearly one of them is misspelt. */
const OFFICIAL = [
  ...["alpine", "busybox", "caddy", "debian", "eclipse-temurin", "golang", "haproxy", "httpd"],
  ...["mariadb", "memcached", "mongo", "mysql", "nginx", "node", "php", "postgres", "python"],
  ...["rabbitmq", "redis", "registry", "ruby", "rust", "tomcat", "traefik", "ubuntu"],
];

export const nearestOfficial = ({ isLocal, repository, tag }) => {
  const name =
    isLocal && !OFFICIAL.includes(repository) ? nearest(repository, OFFICIAL) : undefined;
  return name && distance(name, repository) <= 2 ? `${name}:${tag}` : undefined;
};

export const isOfficial = ({ isLocal, repository }) => isLocal && OFFICIAL.includes(repository);
