// `npm run bench`: how fast and how small, as ratios to the least that the platform allows, all in one run on one
// machine. Release builds, warm page cache. A number that is missed is marked, and nothing fails because of it.
//   --runs N     rounds of each measurement (10)
//   --only A,B   some of: start, cold-link, second, companion, links, search, import, calendar, enrol, joins, registering, feed, bulk, service, screen, policy, size
//   --no-build   with what is built already
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openScreen } from '../tests/desktop/harness/screen.mjs';
import { firstScreen, packages } from '../tests/bench/sizes.mjs';
import { bulk } from '../tests/bench/bulk.mjs';
import { companion } from '../tests/bench/companion.mjs';
import { links } from '../tests/bench/links.mjs';
import { policy } from '../tests/bench/policy.mjs';
import { idleService } from '../tests/bench/service.mjs';
import { calendar, csvImport, enrol, feed, joins, registering, search } from '../tests/bench/store.mjs';
import { table } from '../tests/bench/table.mjs';
import { coldLink, coldStart, secondInstance } from '../tests/bench/windows.mjs';
import { buildForBench } from './lib/build.mjs';
import { output } from './lib/place.mjs';
import { bad, good, header, line, stop, time } from './lib/say.mjs';
import { setUp } from './setup.mjs';

const { values: given } = parseArgs({ options: {
  runs: { type: 'string', default: '10' },
  only: { type: 'string' },
  'no-build': { type: 'boolean', default: false },
} });
const runs = Number(given.runs);
if (!Number.isInteger(runs) || runs < 1) stop('--runs takes a number of rounds, 1 or more.');

async function onScreen(measure) {
  const screen = await openScreen();
  try {
    return await measure(screen);
  } finally {
    await screen.close();
  }
}

const parts = {
  start: { about: 'start and memory, beside an empty window', measure: () => onScreen((screen) => coldStart(screen, runs)) },
  'cold-link': { about: 'a link to a program that does not run', measure: () => onScreen((screen) => coldLink(screen, runs)) },
  second: { about: 'a link to a running window', measure: () => onScreen((screen) => secondInstance(screen, runs)) },
  companion: { about: 'a call in a window of its own', measure: () => onScreen((screen) => companion(screen, runs)) },
  links: { about: 'reading a link, and a hostile one', measure: () => links(runs) },
  search: { about: 'search over 100,000 people', measure: () => search(runs) },
  import: { about: 'a list of 10,000 people', measure: () => csvImport(runs) },
  calendar: { about: 'a calendar of 2,000 events and a webinar’s list of 50,000 people', measure: () => calendar(runs) },
  enrol: { about: 'ten thousand people enrolled in a webinar, on a simulated clock', measure: () => enrol() },
  joins: { about: 'ten thousand attendees at the trusted service’s door', measure: () => joins(runs) },
  registering: { about: 'ten thousand people who register on an event’s page', measure: () => registering(runs) },
  feed: { about: 'a desk’s first feed of a hundred thousand people', measure: () => feed(runs) },
  bulk: { about: 'a hundred thousand people in the window', measure: () => onScreen((screen) => bulk(screen, runs)) },
  service: { about: 'the trusted service, with nobody asking', measure: () => idleService(runs) },
  screen: { about: 'the first screen’s code', measure: firstScreen },
  policy: { about: 'the release build’s own content security policy', measure: () => onScreen(policy) },
  size: { about: 'the programs and the package', measure: async () => packages() },
};
const chosen = given.only?.split(',') ?? Object.keys(parts);
const unknown = chosen.find((name) => !(name in parts));
if (unknown) stop(`There is no part “${unknown}”. Parts: ${Object.keys(parts).join(', ')}.`);

await setUp('test');
if (!given['no-build']) await buildForBench();

const load = () => loadavg().map((value) => Number(value.toFixed(2)));
const before = load();
const lines = [];
for (const name of chosen) {
  header(name, parts[name].about);
  const began = Date.now();
  lines.push(...await parts[name].measure());
  line(`measured in ${time((Date.now() - began) / 1000)}`);
}

const file = join(output, 'bench.json');
mkdirSync(output, { recursive: true });
writeFileSync(file, `${JSON.stringify({ runs, cpus: cpus().length, cpu: cpus()[0]?.model, load: { before, after: load() }, lines }, null, 2)}\n`);
console.log(`\n${table(lines)}\n`);
line(`Medians of ${runs} rounds, quartiles in brackets. Load of the machine: ${before[0]} before, ${load()[0]} after, on ${cpus().length} cores.`);
line(`All rounds: ${file}`);
const missed = lines.filter((one) => one.met === false).length;
line(missed === 0 ? good('Every limit is met.') : bad(`${missed} of ${lines.filter((one) => one.met !== null).length} limits are missed: see MISSED above.`));
