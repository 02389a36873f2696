import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fault, notFetched, told } from './fuzz.mjs';

const good = `#2\tINITED cov: 137 ft: 137 corp: 1/1b exec/s: 0 rss: 28Mb
#3\tNEW    cov: 141 ft: 141 corp: 2/2b lim: 4 exec/s: 0 rss: 28Mb
#908990\tDONE   cov: 916 ft: 2425 corp: 1023/77Kb lim: 1240 exec/s: 100998 rss: 29Mb
Done 908990 runs in 9 second(s)
`;

test('coverage is read where libFuzzer says it', () => {
  assert.deepEqual(told(good), { first: 137, last: 916, runs: 908990, crash: null });
  assert.equal(fault({ ...told(good), code: 0, output: good }, true), null);
});

test('a build without counters, or a run that says nothing, is a fault', () => {
  const blind = good.replaceAll('916', '137');
  assert.match(fault({ ...told(blind), code: 0, output: blind }, true), /did not grow/, 'blind fuzzing would look like fuzzing');
  assert.equal(fault({ ...told(blind), code: 0, output: blind }, false), null, 'from seeds there may be nothing left to find');
  assert.match(fault({ ...told(''), code: 0, output: '' }, true), /said nothing/);
});

test('no network is told from a fault of ours', () => {
  assert.match('error: failed to download `libfuzzer-sys v0.4.13`', notFetched);
  assert.doesNotMatch('error[E0425]: cannot find function `explain` in this scope', notFetched);
});
