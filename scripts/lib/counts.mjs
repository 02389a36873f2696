// What a test runner's own closing lines say. Never an estimate: a runner that prints no numbers counts as one check.

const plain = (text) => text.replaceAll(/\u001b\[[0-9;]*m/g, '');
const number = (text, pattern) => Number(text.match(pattern)?.[1] ?? 0);

/**
 * `cargo test`: one `test result:` line a binary. A test that says "skipped: …" in its output proved nothing,
 * so it moves from passed to skipped; that needs `--show-output`.
 */
function cargo(text) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const [, passed, failed, ignored] of text.matchAll(/^test result: .*? (\d+) passed; (\d+) failed; (\d+) ignored/gm)) {
    sum.passed += Number(passed);
    sum.failed += Number(failed);
    sum.skipped += Number(ignored);
  }
  const quietlySkipped = testsSaying(text, /^skipped: /).size;
  sum.passed -= quietlySkipped;
  sum.skipped += quietlySkipped;
  return sum;
}

/** Tests of cargo's that say so in their output, each with the line. */
function testsSaying(text, words) {
  let test = null;
  const found = new Map();
  for (const row of text.split('\n')) {
    const head = row.match(/^---- (.+) stdout ----$/);
    if (head) test = head[1];
    else if (/^(successes|failures):$/.test(row)) test = null;
    else if (test && words.test(row)) found.set(test, row);
  }
  return found;
}

/** vitest: `Tests  2 failed | 10 passed | 1 skipped (13)`. */
function vitest(text) {
  const row = text.match(/^\s*Tests\s+(.*)$/m)?.[1] ?? '';
  return {
    passed: number(row, /(\d+) passed/),
    failed: number(row, /(\d+) failed/),
    skipped: number(row, /(\d+) (?:skipped|todo)/) + number(row.replace(/\d+ skipped/, ''), /(\d+) todo/),
  };
}

/** `node --test --test-reporter=spec`. */
function node(text) {
  const of = (word) => number(text, new RegExp(`^ℹ ${word} (\\d+)$`, 'm'));
  return { passed: of('pass'), failed: of('fail') + of('cancelled'), skipped: of('skipped') + of('todo') };
}

/** A script of ours that ends with the same line as this one does. */
function own(text) {
  const rows = [...text.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)];
  const last = rows.at(-1);
  return last ? { passed: Number(last[1]), failed: Number(last[2]), skipped: Number(last[3] ?? 0) } : nothing();
}

export const nothing = () => ({ passed: 0, failed: 0, skipped: 0 });
const readers = { cargo, vitest, node, own };

/**
 * @param {'check'|'cargo'|'vitest'|'node'|'own'} kind
 * @param {string} output everything the runner printed
 * @param {number} code its exit code: a failure without a failed test (it did not compile) still counts as one
 */
export function count(kind, output, code) {
  if (kind === 'check') return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  const sum = readers[kind](plain(output));
  if (code !== 0 && sum.failed === 0) sum.failed = 1;
  return sum;
}

/** What a runner lets pass because it is somebody else's, for the person who reads the log. */
export function upstream(output) {
  return [...plain(output).matchAll(/^upstream: (.*)$/gm)].map((found) => found[1]);
}

/** Journeys that passed, but whose traffic nobody could judge: how many, and why. They are counted as passed. */
export function notJudged(output) {
  const found = [...testsSaying(plain(output), /^not judged: /).values()];
  return { tests: found.length, reasons: [...new Set(found.map((row) => row.replace('not judged: ', '')))] };
}

/** What is on a list of exceptions and was not met: the list is too long. */
export function gone(output) {
  return [...plain(output).matchAll(/^gone: (.*)$/gm)].map((found) => found[1]);
}

/** Reasons that tests gave for skipping, for the person who reads the log. */
export function reasons(output) {
  return [...new Set([...plain(output).matchAll(/^(?:\s*﹣ .*# )?skipped: (.*)$/gm)].map((found) => found[1]))];
}
