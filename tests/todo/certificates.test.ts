import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { certificatesIn, readCertificates } from "../../todo/certificates";
import { run } from "../../components/process/shell";
import { AUTHORITY, OLD_AUTHORITY, SITE } from "../support/pem";

const KEY = "-----BEGIN EC PRIVATE KEY-----\nnot-really-one\n-----END EC PRIVATE KEY-----";
const der = new X509Certificate(AUTHORITY).raw;

describe("a file of certificates", () => {
  const read = (content: string | Buffer, file = "root.pem") =>
    certificatesIn(Buffer.from(content), file);

  const good: [string, string, string][] = [
    ["an authority's", AUTHORITY, AUTHORITY],
    ["an old authority's", OLD_AUTHORITY, OLD_AUTHORITY],
    ["several", `${AUTHORITY}\n${OLD_AUTHORITY}\n`, `${AUTHORITY}\n${OLD_AUTHORITY}`],
    ["a whole chain", `${SITE}\n${AUTHORITY}`, `${SITE}\n${AUTHORITY}`],
    ["one with remarks around it", `subject=CN=Root\n${AUTHORITY}\n# the end\n`, AUTHORITY],
    ["one of Windows", `${AUTHORITY}\n`.replaceAll("\n", "\r\n"), AUTHORITY],
    ["one in a text with an umlaut", `Wurzel für alle\n${AUTHORITY}`, AUTHORITY],
  ];
  for (const [what, content, pem] of good) {
    it(`is taken with ${what} in it`, () => assert.deepEqual(read(content), { pem }));
  }

  const damaged = AUTHORITY.replace(/\n.{20}/, "\nAAAAAAAAAAAAAAAAAAAA");
  const bad: [string, string | Buffer, RegExp][] = [
    ["nothing", "", /no certificate in PEM format/],
    ["another text", "<html>404</html>", /no certificate in PEM format/],
    ["other bytes", Buffer.from([0x30, 0x82, 1, 2, 3]), /no certificate in PEM format/],
    ["a certificate that is cut off", AUTHORITY.slice(0, 200), /no certificate in PEM format/],
    ["a request for one", AUTHORITY.replaceAll("CERTIFICATE", "CERTIFICATE REQUEST"), /no certif/],
    ["a certificate that is damaged", `${AUTHORITY}\n${damaged}`, /^certificate 2 in it cannot be/],
    [
      "a site's certificate alone",
      SITE,
      /a site's certificate, not the certificate of the authority/,
    ],
    ["a private key alone", KEY, /a private key, which a build must not get/],
    [
      "a private key beside it",
      `${AUTHORITY}\n${KEY}`,
      /a private key, which a build must not get/,
    ],
    ["the form DER", der, /in DER format, not PEM/],
    ["a whole machine's authorities", `${AUTHORITY}\n`.repeat(300), /300 certificates, more than/],
  ];
  for (const [what, content, problem] of bad) {
    it(`is refused with ${what} in it, in words that hold nothing of it`, () => {
      const answer = read(content);
      assert.ok("problem" in answer);
      assert.match(answer.problem, problem);
      assert.doesNotMatch(answer.problem, /not-really-one|MII/);
    });
  }

  describe("that is another form of the right one", () => {
    let folder: string;
    beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo ca's "))));
    afterEach(() => fs.rmSync(folder, { recursive: true }));

    it("is fixed by the command that the message prints, whatever its name is", async function () {
      if ((await run("openssl", ["version"]).catch(() => undefined)) === undefined) {
        console.log("    skipped: openssl is not on PATH");
        return this.skip();
      }
      for (const [name, content] of Object.entries({
        "root.cer": der,
        "both.pem": `${KEY}\n${AUTHORITY}\n${KEY}\n`,
      })) {
        const file = path.join(folder, name);
        fs.writeFileSync(file, content);
        const answer = readCertificates(file);
        assert.ok("fix" in answer && answer.fix, name);
        await run("sh", ["-c", answer.fix.command]);
        assert.deepEqual(readCertificates(answer.fix.writes), { pem: AUTHORITY }, name);
      }
    });

    it("has no command where there is nothing in it to take", () => {
      const answer = read(KEY);
      assert.ok("problem" in answer && answer.fix === undefined);
    });
  });

  it("in the home folder is named by the shell's own sign for it", () => {
    const answer = read(der, "~/my certs/root.cer");
    assert.ok("fix" in answer);
    assert.deepEqual(answer.fix, {
      command:
        "openssl x509 -inform der -in ~/'my certs/root.cer' -out ~/'my certs/root-certificates.pem'",
      writes: "~/my certs/root-certificates.pem",
    });
  });

  it("that is not there, or is none, is said to be so", () => {
    const problem = (file: string) => {
      const answer = readCertificates(file);
      assert.ok("problem" in answer);
      return answer.problem;
    };
    assert.equal(problem("nowhere/root.pem"), `${path.resolve("nowhere/root.pem")} does not exist`);
    assert.equal(
      problem("~/nowhere.pem"),
      `${path.join(os.homedir(), "nowhere.pem")} does not exist`,
    );
    assert.equal(problem("docs"), "it is not a file");
    assert.match(problem("a\0b"), /^it cannot be read/);
  });
});
