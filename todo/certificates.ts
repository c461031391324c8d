import { X509Certificate } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { quoted } from "../components/process/quoted";

/** What a file of certificates holds, or what is wrong with it and the command that makes another file of it. */
export type Certificates = { pem: string } | { problem: string; fix?: Fix };

export interface Fix {
  command: string;
  /** The file that it writes. */
  writes: string;
}

/** Linux takes no variable of a program's environment above 128 KiB, and that is how a build gets it. */
const MOST_BYTES = 120_000;

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/**
 * The certificates of a PEM file, without the remarks between them: at least one is an authority's.
 *
 * @param file Its path; one that begins with ~/ lies in the home folder.
 */
export function readCertificates(file: string): Certificates {
  const full = path.resolve(file.replace(/^~(?=[/\\])/, os.homedir()));
  try {
    if (!fs.statSync(full).isFile()) return { problem: "it is not a file" };
    return certificatesIn(fs.readFileSync(full), file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return {
      problem: code === "ENOENT" ? `${full} does not exist` : `it cannot be read (${code})`,
    };
  }
}

/** @param file How commands name it. */
export function certificatesIn(content: Buffer, file: string): Certificates {
  if (isCertificate(content) && !content.includes("-----BEGIN"))
    return {
      problem: "it is in DER format, not PEM",
      fix: fix(file, (from, to) => `openssl x509 -inform der -in ${from} -out ${to}`),
    };
  const text = content.toString("latin1").replaceAll("\r\n", "\n");
  const blocks = text.match(BLOCK) ?? [];
  if (PRIVATE_KEY.test(text))
    return {
      problem: "it has a private key, which a build must not get",
      fix: blocks.length > 0 ? fix(file, certificatesAlone) : undefined,
    };
  if (blocks.length === 0) return { problem: "it has no certificate in PEM format" };
  const broken = blocks.findIndex((block) => !isCertificate(block)) + 1;
  if (broken > 0) return { problem: `certificate ${broken} in it cannot be read` };
  if (!blocks.some(isAuthority))
    return {
      problem: "it has a site's certificate, not the certificate of the authority that signed it",
    };
  const pem = blocks.join("\n");
  return pem.length > MOST_BYTES
    ? { problem: `it holds ${blocks.length} certificates, more than a build accepts` }
    : { pem };
}

function isCertificate(block: string | Buffer): boolean {
  try {
    return Boolean(new X509Certificate(block));
  } catch {
    return false;
  }
}

/** Old roots do not say that they are authorities, but have signed themselves. */
function isAuthority(block: string): boolean {
  const { ca, subject, issuer } = new X509Certificate(block);
  return ca || subject === issuer;
}

const certificatesAlone = (from: string, to: string) =>
  `sed -n '/BEGIN CERTIFICATE/,/END CERTIFICATE/p' ${from} > ${to}`;

function fix(file: string, command: (from: string, to: string) => string): Fix {
  const { dir, name } = path.parse(file);
  const writes = path.join(dir, `${name}-certificates.pem`);
  return { command: command(shellPath(file), shellPath(writes)), writes };
}

/** A path as a shell reads it: it knows the home folder only outside of quotes. */
const shellPath = (file: string) =>
  file.startsWith("~/") ? `~/${quoted(file.slice(2))}` : quoted(file);
