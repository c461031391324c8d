import assert from "node:assert/strict";
import * as v from "valibot";
import { AnswerError, checked, parseJson, readJson } from "../../components/process/json";

describe("JSON from outside", () => {
  const pod = v.object({
    name: v.string(),
    kind: v.picklist(["Pod", "Secret"]),
    labels: v.optional(v.record(v.string(), v.string())),
    containers: v.array(v.object({ image: v.string() })),
  });
  const POD = { name: "x", kind: "Pod", containers: [{ image: "i" }] };

  it("is what was written, with the fields that nobody asked for", () => {
    const text = '{"name":"x","kind":"Pod","containers":[{"image":"i","more":1}],"others":[null]}';
    assert.deepEqual(parseJson(pod, text), JSON.parse(text));
    assert.deepEqual(checked(v.array(v.string()), ["a"]), ["a"]);
  });

  for (const [what, value, problem] of [
    ["lacks a field", { ...POD, name: undefined }, "field name is missing"],
    ["has one of another type", { ...POD, name: 4711 }, "field name is no string"],
    ["has null for one", { ...POD, labels: null }, "field labels is no Object"],
    ["has another word", { ...POD, kind: "s3cret" }, 'field kind is no ("Pod" | "Secret")'],
    ["lacks one below", { ...POD, containers: [{}] }, "field containers.0.image is missing"],
    ["has a wrong one below", { ...POD, labels: { a: 4711 } }, "field labels.a is no string"],
    ["is a text", "s3cret", "it is not an object"],
    ["is null", null, "it is not an object"],
  ] as const)
    it(`is an error that names the field, and quotes nothing, where it ${what}`, () => {
      assert.throws(() => parseJson(pod, JSON.stringify(value)), { message: problem });
    });

  it("is no list where an object without fields would do", () => {
    const none = v.object({ name: v.optional(v.string()) });
    assert.deepEqual(checked(none, {}), {});
    assert.throws(() => checked(none, []), { message: "it is not an object" });
    assert.throws(() => checked(v.record(v.string(), v.string()), []), /it is not an object/);
  });

  it("is an error that quotes nothing where it is none", () => {
    assert.throws(() => parseJson(pod, "token=s3cret"), { message: "it is not JSON" });
  });

  it("is an error of a tool that names what it was asked, and by which command", () => {
    const read = (text: string) => readJson(pod, text, "asking for a pod", "kubectl get pod x");
    assert.deepEqual(read(JSON.stringify(POD)), POD);
    for (const [text, problem] of [
      ["{}", "field name is missing"],
      ["plugin: s3cret\n{}", "expected only JSON"],
    ] as const)
      assert.throws(
        () => read(text),
        (error: Error) => {
          assert.ok(error instanceof AnswerError);
          assert.equal(
            error.message,
            `asking for a pod failed:\n  ${problem}, from: kubectl get pod x`,
          );
          return true;
        },
      );
  });
});
