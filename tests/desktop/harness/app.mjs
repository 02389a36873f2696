// The app under test and the sandbox beside it, as a person would start the two.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { binary } from '../../../scripts/lib/place.mjs';
import { judge } from './judge.mjs';
import { end, start, until } from './processes.mjs';
import { openWindow } from './window.mjs';

/** The debug build of `npm test`, or what the environment names. */
export const programs = {
  desktop: process.env.LECTERN_DESKTOP ?? binary('lectern-desktop'),
  cli: process.env.LECTERN_CLI ?? binary('lectern'),
};

const missing = Object.values(programs).find((path) => !existsSync(path));

/** For a test's `skip`: the programs are built by the stage before this one. */
export const notBuilt = missing ? `skipped: ${missing} is not built` : false;

/**
 * The sandbox in a process of its own, as `lectern sandbox` serves it. What it recorded is judged when it is closed.
 * @returns {Promise<{control: string, ask: Function, tell: Function, close: Function}>} `ask` reads the control door, `tell` posts to it
 */
export async function openSandbox(screen) {
  const file = join(screen.home, 'sandbox-ready.json');
  const program = start([programs.cli, 'sandbox', '--ready-file', file], { env: screen.env, log: screen.log });
  const ended = program.ended.then(({ error, code }) => { throw new Error(`the sandbox ended at once: ${error?.message ?? `code ${code}`}\n${readFileSync(screen.log, 'utf8')}`); });
  ended.catch(() => {});
  const ready = await Promise.race([ended, until(() => existsSync(file) && JSON.parse(readFileSync(file, 'utf8')), 'the sandbox to serve', 60_000)]);
  const door = async (path, init) => {
    const answer = await fetch(`${ready.control}/${path}`, { ...init, signal: AbortSignal.timeout(20_000) });
    if (!answer.ok) throw new Error(`the control door said ${answer.status} to ${path}: ${await answer.text()}`);
    return answer.json();
  };
  return {
    ...ready,
    ask: (path) => door(path),
    tell: (path, body = {}) => door(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    close: async () => {
      const traffic = await door('traffic').catch((error) => error);
      await end(program);
      if (traffic instanceof Error) throw traffic;
      judge(traffic);
    },
  };
}

/** Where the tests keep the profile; the same folder at every start. */
export const profileOf = (screen) => join(screen.home, 'profile');

const argumentsFor = (screen, sandbox) => ['--profile', profileOf(screen), '--sandbox', sandbox.control];

/** Starts the app on the sandbox; `link` is what the system would hand over. */
export async function openApp(screen, sandbox, link) {
  const window = await openWindow(screen, { program: programs.desktop, args: [...argumentsFor(screen, sandbox), ...(link ? [link] : [])] });
  await window.page.find('h1', 60_000);
  return window;
}

/** Starts the app once more beside a running one, and waits until that start has ended. */
export async function startAgain(screen, sandbox, link, limitMs = 30_000) {
  const began = Date.now();
  const program = start([programs.desktop, ...argumentsFor(screen, sandbox), link], { env: screen.env, log: screen.log });
  let timer;
  const late = new Promise((resolve) => { timer = setTimeout(() => resolve({ late: true }), limitMs); });
  const outcome = await Promise.race([program.ended, late]);
  clearTimeout(timer);
  if (outcome.late) await end(program);
  return { ...outcome, milliseconds: Date.now() - began };
}

/** What the terminal says to the same profile, as JSON. */
export function terminal(screen, sandbox, ...words) {
  const said = spawnSync(programs.cli, [...argumentsFor(screen, sandbox), '--json', ...words], { env: screen.env, encoding: 'utf8', timeout: 60_000 });
  if (said.status !== 0) throw new Error(`lectern ${words.join(' ')} ended with ${said.status}: ${said.stderr}`);
  return JSON.parse(said.stdout);
}

/** Starts the app as if so many seconds had passed: the sandbox's clock is moved, and the app sees its own moved as far. */
export async function startLater(screen, sandbox, seconds) {
  const clock = join(screen.home, 'later.so');
  const source = join(dirname(fileURLToPath(import.meta.url)), 'later.c');
  const made = spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', clock, source], { env: screen.env, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`the later clock was not compiled: ${made.error?.message ?? made.stderr}`);
  await sandbox.tell('clock', { advanceSeconds: seconds });
  const env = { ...screen.env, LD_PRELOAD: clock, LATER_SECONDS: String(seconds) };
  return start([programs.desktop, ...argumentsFor(screen, sandbox)], { env, log: screen.log });
}
