import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count, gone, notJudged, reasons, upstream } from './counts.mjs';

test('cargo: binaries are added up, and a test that skipped itself is not called passed', () => {
  const output = [
    'test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s',
    'successes:', '', '---- corpus::rows stdout ----', 'skipped: ../shared is not here', '', 'successes:', '    corpus::rows',
    'test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out',
  ].join('\n');
  assert.deepEqual(count('cargo', output, 101), { passed: 6, failed: 2, skipped: 2 });
  assert.deepEqual(reasons(output), ['../shared is not here']);
});

test('a runner that fails before its first test is a failure, not an empty success', () => {
  assert.deepEqual(count('cargo', 'error[E0425]: cannot find value', 101), { passed: 0, failed: 1, skipped: 0 });
  assert.deepEqual(count('vitest', '', 1), { passed: 0, failed: 1, skipped: 0 });
});

test('vitest: colours, todo and skipped are read from the Tests row only', () => {
  const output = ' Test Files  1 failed | 4 passed (5)\n\u001b[2m      Tests \u001b[22m 2 failed | 10 passed | 1 skipped | 3 todo (16)\n';
  assert.deepEqual(count('vitest', output, 1), { passed: 10, failed: 2, skipped: 4 });
});

test('node: the summary of the spec reporter', () => {
  const output = 'ℹ tests 5\nℹ suites 0\nℹ pass 3\nℹ fail 1\nℹ cancelled 0\nℹ skipped 1\nℹ todo 0\n';
  assert.deepEqual(count('node', output, 1), { passed: 3, failed: 1, skipped: 1 });
});

test('own: the last closing line counts', () => {
  assert.deepEqual(count('own', '1 passed, 0 failed\nx\n7 passed, 0 failed, 2 skipped\n', 0), { passed: 7, failed: 0, skipped: 2 });
});

test('what is let pass as somebody else’s is told, not swallowed with the output of a stage that went well', () => {
  const output = 'upstream: call: nested-interactive on div[role=group]\nnot upstream: x\n3 passed, 0 failed\n';
  assert.deepEqual(upstream(output), ['call: nested-interactive on div[role=group]']);
});

test('an exception that nobody needs any more is told, so that the list shrinks', () => {
  assert.deepEqual(gone('upstream: a\ngone: call: x on y. Take it off the list.\n3 passed, 0 failed\n'), ['call: x on y. Take it off the list.']);
});

test('cargo: a journey without its judge has passed, and is told apart', () => {
  const output = [
    'successes:', '', '---- joining::a stdout ----', 'not judged: no judge', 'not judged: no judge', '', '---- joining::b stdout ----', 'not judged: no judge', '',
    'successes:', '    joining::a', 'test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out',
  ].join('\n');
  assert.deepEqual(count('cargo', output, 0), { passed: 3, failed: 0, skipped: 0 });
  assert.deepEqual(notJudged(output), { tests: 2, reasons: ['no judge'] });
  assert.deepEqual(notJudged('test result: ok. 3 passed'), { tests: 0, reasons: [] });
});
