import assert from "node:assert/strict";
import { parseYaml } from "../../components/process/yaml";

describe("YAML of the user's", () => {
  it("is read as it is", () => {
    assert.deepEqual(parseYaml("a: 1\nb: [x]\n"), { a: 1, b: ["x"] });
    assert.equal(parseYaml(""), null);
  });

  for (const [what, text, words] of [
    ["an alias that is none", "password: *s3cret\n", /begins with \* and names no anchor/],
    ["a line that is none", "a: b: s3cret\n", /^Error: Nested mappings .* at line 1, column 4$/],
    ["a text that does not end", 'a: "s3cret\nb: 1\n', /^Error: Missing closing "quote at line 3/],
  ] as [string, string, RegExp][])
    it(`is not quoted where it has ${what}`, () => {
      assert.throws(() => parseYaml(text), words);
      assert.throws(
        () => parseYaml(text),
        ({ message }: Error) => !message.includes("s3cret"),
      );
    });

  it("is not quoted in a warning either, where a value begins with a tag", async () => {
    const warned: string[] = [];
    const hear = ({ message }: Error) => warned.push(message);
    process.on("warning", hear);
    parseYaml("password: !s3cret x\n");
    await new Promise(setImmediate);
    process.off("warning", hear);
    assert.deepEqual(warned, []);
  });
});
