// The store's hot paths, each beside the least work that does the same; measured by programs of their own.
import { run } from '../../scripts/lib/run.mjs';
import { binary } from '../../scripts/lib/place.mjs';
import { line } from './statistics.mjs';

async function told(example, ...args) {
  const result = await run([binary(`examples/${example}`, 'release'), ...args.map(String)]);
  if (result.code !== 0) throw new Error(`${example} failed:\n${result.output.slice(-2000)}`);
  return JSON.parse(result.output.trim().split('\n').at(-1));
}

const people = 100_000;

/** The first 50 by name and the total, from the first letter on. */
export async function search(runs) {
  const { names, domain } = await told('search_bench', people, runs);
  const beside = (name, { ours, raw }) => [
    line({ name: `${name} ÷ the same SQL`, unit: 'ms', ours: ours.runMedians, base: raw.runMedians, limit: 1.5, digits: 2 }),
    line({ name: `${name}, 99th percentile`, unit: 'ms', ours: [ours.p99], limit: 10, digits: 2 }),
  ];
  return [...beside('search of 100,000 by name', names), ...beside('search for what all 100,000 have', domain)];
}

/** A list of 10,000 with tickets and planned messages. */
export async function csvImport(runs) {
  const { ours, raw } = await told('import_bench', 10_000, runs);
  return [line({ name: 'import of 10,000 ÷ parsing and one raw transaction', unit: 'ms', ours, base: raw, limit: 3 })];
}

/**
 * 2,000 events by delta and the 50,000 registrations of a webinar, at 50 ms a request. The long list takes half a minute a
 * round, twice, so it is read three times; both together are compared round by round, as far as both have been measured.
 */
export async function calendar(runs) {
  const events = await told('calendar_bench', 2_000, runs);
  const list = await told('registrations_bench', 50_000, Math.min(runs, 3));
  const beside = (name, { pages, ours, floor }) =>
    line({ name: `${name} ÷ its ${pages} pages one after the other`, unit: 'ms', ours, base: floor, limit: 1.2, digits: 2 });
  const sum = (one, other) => other.map((value, round) => value + one[round]);
  return [
    beside(`calendar of ${events.events} events`, events),
    beside(`Teams’ list of ${list.people} registrations`, list),
    beside('both together', { pages: events.pages + list.pages, ours: sum(events.ours, list.ours), floor: sum(events.floor, list.floor) }),
  ];
}

/** 10,000 enrolments in a webinar on a simulated clock, with twenty kills: once, since its time is not the machine's. */
export async function enrol() {
  const { people: all, simulatedSeconds, floorSeconds, asked, refused, kills } = await told('enrol_bench', 10_000, 20);
  return [
    line({ name: `${all} enrolments with ${kills} kills ÷ the floor of Teams’ limit`, unit: 's', ours: [simulatedSeconds], base: [floorSeconds], limit: 1.02, digits: 0 }),
    line({ name: 'of its requests refused as too early', unit: '%', ours: [100 * refused / asked], limit: 1, digits: 2 }),
  ];
}

/** 10,000 attendees at the trusted service's door: with tokens that lie ready, and without, on a simulated clock. */
export async function joins(runs) {
  const { people: all, cold, warm } = await told('joins_bench', 10_000, runs);
  return [
    line({ name: `${all} joins with tokens made ahead ÷ a bare handler with one indexed read`, unit: 's', ours: warm.ours, base: warm.bare, limit: 2, digits: 2 }),
    line({ name: `${all} joins with tokens made ahead`, unit: 's', ours: warm.ours, limit: 10, digits: 2 }),
    line({ name: 'of them refused', unit: '', ours: [warm.refused], limit: 0, digits: 0 }),
    line({ name: `${all} joins without a token ÷ the floor of ACS’ limit`, unit: 's', ours: [cold.simulatedSeconds], base: [cold.floorSeconds], limit: 1.02, digits: 2 }),
    line({ name: 'of them served after somebody who came later', unit: '', ours: [cold.unfair], limit: 0, digits: 0 }),
  ];
}

/** People who register on an event's page, beside the same grouped commits without a page before them. */
export async function registering(runs) {
  const { people: all, ours, base } = await told('registering_bench', 10_000, Math.min(runs, 3));
  return [
    line({ name: `${all} registrations through the page ÷ the same durable grouped commits`, unit: 's', ours, base, limit: 3, digits: 2 }),
  ];
}

/** A desk's first feed from the real routes, beside a bare handler that streams the same bytes from memory; and what of it the service's store takes. */
export async function feed(runs) {
  const { people: all, ours, base, rows, lines } = await told('feed_bench', people, Math.min(runs, 3));
  return [
    line({ name: `first feed of ${all} ÷ streaming the same bytes from memory`, unit: 's', ours, base, limit: 2, digits: 2 }),
    line({ name: 'of it the store’s rows', unit: 's', ours: rows, digits: 2 }),
    line({ name: 'of it the rows and their lines', unit: 's', ours: lines, digits: 2 }),
  ];
}
