// Running other programs: each in its own process group, and none of them outlives us.
import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { env as placeEnv, root } from './place.mjs';

const alive = new Set();
const windows = process.platform === 'win32';

function endGroup(child, signal) {
  try {
    if (windows) child.kill();
    else process.kill(-child.pid, signal);
  } catch {
    // It ended by itself.
  }
}

/** Ends every program that was started here, with its children. */
function endAll() {
  for (const child of alive) endGroup(child, 'SIGTERM');
  for (const child of alive) endGroup(child, 'SIGKILL');
}

process.on('exit', endAll);
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) {
  process.on(signal, () => process.exit(code));
}

/**
 * Runs a program to its end.
 * @param {string[]} command program and arguments
 * @param {{cwd?: string, env?: object, log?: string, echo?: boolean, beat?: boolean, timeoutMs?: number}} options
 *   `echo` shows the output as it comes, `log` also keeps it in a file, `beat` says once a minute that it still runs
 * @returns {Promise<{code: number, output: string, seconds: number}>} code 127: not there; 124: took too long
 */
export function run(command, options = {}) {
  const [program, ...args] = command;
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? root,
      env: { ...placeEnv, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: !windows,
      shell: windows,
    });
    alive.add(child);
    let file = null;
    if (options.log) {
      mkdirSync(dirname(options.log), { recursive: true });
      file = createWriteStream(options.log, { flags: 'a' });
      file.write(`$ ${command.join(' ')}\n`);
    }
    const parts = [];
    const take = (stream) => (data) => {
      parts.push(data);
      file?.write(data);
      if (options.echo) stream.write(data);
    };
    child.stdout.on('data', take(process.stdout));
    child.stderr.on('data', take(process.stderr));

    const beat = options.beat ? setInterval(() => tellLastLine(parts, started), 60_000) : null;
    let timedOut = false;
    const limit = options.timeoutMs
      ? setTimeout(() => { timedOut = true; endGroup(child, 'SIGKILL'); }, options.timeoutMs)
      : null;

    let done = false;
    const finish = (code, note = '') => {
      if (done) return;
      done = true;
      clearInterval(beat);
      clearTimeout(limit);
      // What it left running in its group must not hold a port or a lock for the next step.
      endGroup(child, 'SIGKILL');
      alive.delete(child);
      file?.end(note);
      resolve({ code, output: Buffer.concat(parts).toString('utf8') + note, seconds: (Date.now() - started) / 1000 });
    };
    child.on('error', (error) => finish(127, `${program}: ${error.message}\n`));
    child.on('close', (code, signal) => {
      if (timedOut) finish(124, `\nended after ${options.timeoutMs / 1000} s without a result\n`);
      else finish(code ?? 1, signal ? `\nended by ${signal}\n` : '');
    });
  });
}

function tellLastLine(parts, started) {
  const lines = Buffer.concat(parts.slice(-20)).toString('utf8').trim().split('\n');
  const minutes = Math.round((Date.now() - started) / 60_000);
  console.log(`   … ${minutes} min: ${(lines.at(-1) ?? '').trim().slice(0, 90)}`);
}

/** Runs a program on this terminal (a password prompt or a window's log); resolves with its exit code. */
export function attach(command, options = {}) {
  const [program, ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? root,
      env: { ...placeEnv, ...options.env },
      stdio: 'inherit',
      shell: windows,
    });
    const onExit = () => child.kill('SIGTERM');
    process.once('exit', onExit);
    child.on('error', () => resolve(127));
    child.on('close', (code) => {
      process.removeListener('exit', onExit);
      resolve(code ?? 1);
    });
  });
}

/** What a short program prints, or null where it is absent or fails. */
export function answer(program, ...args) {
  const got = spawnSync(program, args, { encoding: 'utf8', env: placeEnv, cwd: root, shell: windows });
  return got.status === 0 ? got.stdout.trim() : null;
}

export const has = (program) => (windows ? answer('where', program) : answer('sh', '-c', `command -v ${program}`)) !== null;
