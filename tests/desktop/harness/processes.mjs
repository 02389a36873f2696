// Programs that a desktop test starts: each in its own group, ended in the reverse order, and none left behind.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createWriteStream, readFileSync, readdirSync } from 'node:fs';

const started = new Set();

function signal(child, name) {
  try {
    process.kill(-child.pid, name);
  } catch {
    // It has ended.
  }
}

process.on('exit', () => started.forEach((child) => signal(child, 'SIGKILL')));
// The test runner ends a file that takes too long by a signal; nothing may outlive that either.
for (const [name, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) process.on(name, () => process.exit(code));

/**
 * @param {string[]} command
 * @param {{env: object, log: string, input?: string, keep?: boolean}} options `input` is written to its standard input;
 *   `keep` reads its standard output instead of logging it
 */
export function start(command, { env, log, input = '', keep = false }) {
  const [program, ...args] = command;
  const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  started.add(child);
  const file = createWriteStream(log, { flags: 'a' });
  if (!keep) child.stdout.pipe(file, { end: false });
  child.stderr.pipe(file, { end: false });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve({ error }));
    child.once('close', (code, by) => { started.delete(child); resolve({ code, by }); });
  });
  return { child, ended, pid: child.pid, alive: () => started.has(child) };
}

/** Ends a program and its children: asked first, forced after `patience` milliseconds. */
export async function end(program, patience = 3000) {
  if (!program) return;
  signal(program.child, 'SIGTERM');
  const timer = setTimeout(() => signal(program.child, 'SIGKILL'), patience);
  await program.ended;
  clearTimeout(timer);
  signal(program.child, 'SIGKILL');
}

/** The first line that a program prints, or an error that says what it printed instead. */
export function firstLine(program, what, limitMs = 15_000) {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error(`${what} said nothing for ${limitMs / 1000} s`)), limitMs);
    program.ended.then(({ error, code }) => {
      clearTimeout(timer);
      reject(new Error(`${what} ended at once: ${error?.message ?? `code ${code}`}`));
    });
    program.child.stdout.on('data', (data) => {
      text += data;
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      resolve(text.split('\n', 1)[0].trim());
    });
  });
}

/** A port that nothing listens on at this moment. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * The programs of a screen, whoever started them, told by their home folder, which is that screen's alone.
 * @param {(command: string[]) => boolean} matches
 * @returns {number[]} process ids
 */
export function running(screen, matches) {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => {
    const words = (file) => readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0');
    try {
      return matches(words('cmdline')) && words('environ').includes(`HOME=${screen.home}`);
    } catch {
      // It ended meanwhile, or is somebody else's.
      return false;
    }
  }).map(Number);
}

export const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

/**
 * Asks again until there is an answer.
 * @template T
 * @param {() => Promise<T|null|undefined|false>} ask
 * @param {string} what for the message when the time is over
 * @returns {Promise<T>}
 */
export async function until(ask, what, limitMs = 20_000) {
  const end = Date.now() + limitMs;
  let last = null;
  do {
    try {
      const answer = await ask();
      if (answer) return answer;
      last = null;
    } catch (error) {
      last = error;
    }
    await pause(100);
  } while (Date.now() < end);
  throw new Error(`waited ${limitMs / 1000} s in vain for ${what}${last ? `: ${last.message}` : ''}`);
}
