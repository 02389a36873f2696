// `npm run fuzz`: libFuzzer feeds the readers of links with whatever it thinks of. First from nothing, which shows that
// coverage guides it; then from the rows of the corpora.
//   --minutes N   each target this long from its kept corpus (without it: 20 s in all, as in `npm test`)
//   --only A      one of: join_link, deep_link
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildTargets, fault, fuzz, missing, targets, writeSeeds } from './lib/fuzz.mjs';
import { output, target } from './lib/place.mjs';
import { line, stop } from './lib/say.mjs';

const { values: given } = parseArgs({ options: { minutes: { type: 'string' }, only: { type: 'string' } } });
const minutes = given.minutes === undefined ? null : Number(given.minutes);
if (minutes !== null && !(minutes > 0)) stop('--minutes takes a number above 0.');
const chosen = given.only?.split(',') ?? targets;
const unknown = chosen.find((name) => !targets.includes(name));
if (unknown) stop(`There is no target “${unknown}”. Targets: ${targets.join(', ')}.`);
const lacking = missing();
if (lacking) stop(`Fuzzing ${lacking}.`);

const programs = await buildTargets().catch((error) => stop(error.message));
const sum = { passed: 0, failed: 0 };

async function round(name, about, options, grows) {
  const result = await fuzz({ programs, target: name, ...options });
  const problem = fault(result, grows);
  line(`${name}, ${about}: ${result.runs} inputs, ${result.first} → ${result.last} edges`);
  if (problem) console.error(`${name}: ${problem}`);
  sum[problem ? 'failed' : 'passed'] += 1;
}

for (const name of chosen) {
  // In the tests the same inputs every time: what fails there fails again.
  const seed = minutes === null ? 1 : undefined;
  await round(name, 'from nothing', { seconds: 5, corpus: null, seed }, true);
  const corpus = minutes === null ? join(output, 'fuzz', `${name}-corpus`) : join(target, 'fuzz', `${name}-corpus`);
  const seeds = writeSeeds(corpus);
  await round(name, `from ${seeds} links of the corpora`, { seconds: minutes === null ? 5 : Math.round(minutes * 60), corpus, seed }, false);
}
console.log(`${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
