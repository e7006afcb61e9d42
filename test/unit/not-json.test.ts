import { runInNewContext } from "node:vm";
import * as pulumi from "@pulumi/pulumi";
import { notJson } from "../../src/not-json";

class Money {
  constructor(readonly amount: number) {}
}
class Instant {
  toJSON(): string {
    return "2026-11-29T00:00:00Z";
  }
}

describe("a value of JSON", () => {
  it.each([
    ["a string", ""],
    ["a number", 1.5],
    ["true", true],
    ["null", null],
    ["undefined, which leaves the key out", undefined],
    ["a list", [new Date()]],
    ["an object", { at: new Date() }],
    ["an object without a prototype", Object.create(null)],
    ["an object of another realm", runInNewContext("({ a: 1 })")],
    ["a list of another realm", runInNewContext("[1]")],
  ])("may be %s", (_, value) => expect(notJson(value)).toBeUndefined());

  it.each([
    ["a Date", new Date(), "It is a Date, which JSON cannot hold. Call .toISOString() on it."],
    ["a Date of another realm", runInNewContext("new Date()"), "It is a Date"],
    ["a Map", new Map([["a", 1]]), "It is a Map, which JSON cannot hold. Write Object.fromEntries(map)."],
    ["a Set", new Set([1]), "It is a Set, which JSON cannot hold. Write [...set]."],
    ["a WeakMap", new WeakMap(), "It is a WeakMap"],
    ["a bigint", 10n, "It is a bigint, which JSON cannot hold. Call .toString() on it."],
    ["an error", new TypeError("no"), "It is an Error, which JSON cannot hold. Write its .message."],
    ["a symbol", Symbol("a"), "It is a symbol"],
    [
      "a function",
      () => 1,
      "It is a function, which JSON cannot hold. Leave it out, or pass what it returns.",
    ],
    ["a class", Money, "It is a function"],
    ["an instance of a class", new Money(5), "It is a Money, which JSON cannot hold. Write a plain object"],
    [
      "an instance that knows its JSON",
      new Instant(),
      "It is an Instant, which JSON cannot hold. Call .toJSON() on it.",
    ],
    [
      "a buffer",
      Buffer.from("a"),
      'It is a buffer of bytes, which JSON cannot hold. Call .toString("base64")',
    ],
    ["an array of bytes", new Uint8Array(2), "It is a buffer of bytes"],
    ["a regular expression", /a/, "It is a RegExp, which JSON cannot hold. Write its .source."],
    ["an address", new URL("https://a.example"), "It is a URL, which JSON cannot hold. Write its .href."],
    ["a boxed number", Object(1), "It is a Number, which JSON cannot hold. Write a plain number: 5"],
    // camunda/camunda-8-js-sdk#254, scala-js/scala-js#4095: what JSON.stringify turns into null
    ["not a number", Number.NaN, "It is NaN, which JSON cannot hold. Write null, or leave it out."],
    [
      "infinity",
      Number.NEGATIVE_INFINITY,
      "It is -Infinity, which JSON cannot hold. Write null, or leave it out.",
    ],
    ["an asset", new pulumi.asset.StringAsset("a"), "It is an asset."],
    ["an archive", new pulumi.asset.FileArchive("a"), "It is an archive."],
  ])("is not %s", (_, value, sentence) => expect(notJson(value)).toContain(sentence));
});
