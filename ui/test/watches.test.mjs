// Each script that looks at the window is shown a fault: one that finds nothing there would find nothing anywhere.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../scripts/lib/place.mjs";
import { compare } from "./known.mjs";

function run(script, ...options) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...options], { cwd: root, encoding: "utf8", timeout: 180_000 });
  return { status, told: stderr.split("\n").filter(Boolean), last: stdout.trim().split("\n").at(-1) };
}

test("looks: a picture without words on one screen fails the stage, and is all that does", () => {
  const { status, told, last } = run("ui/test/looks.mjs", "--shipped", "--only=sign-in-real", "--pictures=none", "--plant");
  assert.equal(told.length, 1, told.join("\n"));
  assert.match(told[0], /^sign-in-real light: image-alt \(critical\) img/);
  assert.deepEqual([status, last], [1, "0 passed, 1 failed"]);
});

test("size: a first screen that asks for the call's code fails the stage", () => {
  const { status, told, last } = run("scripts/first-screen-size.mjs", "--shipped", "--plant");
  assert.match(told.join("\n"), /^Over the budget: sign-in, events\./);
  assert.deepEqual([status, last], [1, "0 passed, 2 failed"]);
});

const built = existsSync(join(root, "test-output/join-page/index.html")) ? ["--built"] : [];

test("call-looks: a picture without words outside the composite fails the stage", () => {
  const { status, told, last } = run("ui/test/join-looks.mjs", ...built, "--plant=outside");
  assert.match(told[0] ?? "nothing", /axe image-alt \(critical\) on door: <img/);
  assert.deepEqual([status, last], [1, "0 passed, 1 failed"]);
});

test("call-looks: something new inside the composite fails the stage", () => {
  const { status, told, last } = run("ui/test/join-looks.mjs", ...built, "--plant=inside");
  assert.deepEqual(told, ["✗ axe, new inside the composite: door: image-alt on img"]);
  assert.deepEqual([status, last], [1, "1 passed, 1 failed"]);
});

test("the list of upstream findings can only shrink by itself", () => {
  assert.deepEqual(compare(["b", "a"], ["a", "c"]), { upstream: ["a"], fresh: ["b"], gone: ["c"] });
});
