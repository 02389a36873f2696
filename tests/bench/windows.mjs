// What a person waits for at the window: its start, and a link that a second start hands over. And what it costs to
// leave it open.
import { pause } from '../desktop/harness/processes.mjs';
import { emptyWindow, lectern, memory, watch } from './programs.mjs';
import { line } from './statistics.mjs';

const sandbox = '--explore';
const joinLink = (link) => `lectern-sandbox://join?link=${encodeURIComponent(link)}`;
const link = joinLink('https://teams.microsoft.com/l/meetup-join/'
  + '19%3ameeting_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%40thread.v2/0?context='
  + '%7b%22Tid%22%3a%2200000000-0000-0000-0000-000000000001%22%2c%22Oid%22%3a%2200000000-0000-0000-0000-000000000002%22%7d');
/** Leads to Teams, not into the app: its page has another heading than the pre-join page that follows. */
const earlierLink = joinLink('https://teams.live.com/meet/9312345678901?p=abcdefghijkl');
/** Until a window has settled, its memory still moves. */
const idle = 4000;

async function startOnce(screen, program, args, label, heading) {
  const running = watch(screen, program, ...args);
  try {
    const took = await running.shows(label, heading) - running.began;
    await pause(idle);
    return { took, memory: memory(running.pid) };
  } finally {
    await running.end();
  }
}

/** Cold start to interactive and idle memory, Lectern's window and the empty one in turn. */
export async function coldStart(screen, runs) {
  const ours = [];
  const empty = [];
  // The first round makes the profile and warms the page cache; it is not counted.
  for (let run = 0; run <= runs; run += 1) {
    const base = await startOnce(screen, emptyWindow, [], 'empty', /^Empty$/);
    const mine = await startOnce(screen, lectern, [sandbox], 'organizer', /^Sign in$/);
    if (run === 0) continue;
    empty.push(base);
    ours.push(mine);
  }
  const both = (name) => ({ ours: ours.map((one) => one[name]), base: empty.map((one) => one[name]) });
  return [
    line({ name: 'cold start to interactive ÷ an empty window', unit: 'ms', ...both('took'), limit: 1.5 }),
    line({ name: 'idle memory (PSS of the family) ÷ an empty window', unit: 'MiB', ...both('memory'), limit: 1.3 }),
  ];
}

/** Cold start by a link, to its page before the call, and a cold start by hand, in turn. Both open one window. */
export async function coldLink(screen, runs) {
  const ours = [];
  const base = [];
  // The first round makes the profile and warms the page cache; it is not counted.
  for (let run = 0; run <= runs; run += 1) {
    const alone = await startOnce(screen, lectern, [sandbox], 'organizer', /^Sign in$/);
    const linked = await startOnce(screen, lectern, [link], 'attendee', /meeting$/);
    if (run === 0) continue;
    base.push(alone.took);
    ours.push(linked.took);
  }
  return [line({ name: 'cold start by a link, to the pre-join page ÷ a cold start', unit: 'ms', ours, base, limit: 1.3 })];
}

/**
 * The first start stands where `args` led it, a second one ends without anything to do, a third one brings a link.
 * @param {{label: string, args: string[]}} first
 */
async function secondStart(screen, { label, args }) {
  const first = watch(screen, lectern, sandbox, ...args);
  try {
    await first.shows(label, /./);
    await pause(1500);
    const alone = watch(screen, lectern, sandbox);
    const base = await alone.ended - alone.began;
    await pause(1500);
    const second = watch(screen, lectern, link);
    const [ended, painted] = await Promise.all([second.ended, first.shows('attendee', /meeting$/)]);
    return { base, ours: Math.max(ended, painted) - second.began };
  } finally {
    await first.end();
  }
}

async function rounds(screen, runs, first) {
  const counted = [];
  for (let run = 0; run <= runs; run += 1) {
    const round = await secondStart(screen, first);
    if (run > 0) counted.push(round);
  }
  return { ours: counted.map((round) => round.ours), base: counted.map((round) => round.base) };
}

/**
 * A link while Lectern runs: until the second start has ended and the first one's pre-join page is painted. From the
 * attendee's window it is a step; from the organizer's a window must be opened first, which no second start pays for,
 * so that one is told and not judged.
 */
export async function secondInstance(screen, runs) {
  const attendee = await rounds(screen, runs, { label: 'attendee', args: [earlierLink] });
  const organizer = await rounds(screen, runs, { label: 'organizer', args: [] });
  const name = 'second start with a link, to its end and the pre-join page';
  return [
    line({ name: `${name} ÷ a second start alone`, unit: 'ms', ...attendee, limit: 3 }),
    line({ name: `${name}, from the organizer’s window, ÷ the same`, unit: 'ms', ...organizer }),
  ];
}
