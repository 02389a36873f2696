// Programs that say when a screen of theirs accepts input (src-tauri/src/bench_mark.rs), and the memory they use.
import { readFileSync, readdirSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { binary } from '../../scripts/lib/place.mjs';
import { end, start } from '../desktop/harness/processes.mjs';

export const lectern = binary('lectern-desktop', 'release');
export const emptyWindow = binary('lectern-empty-window', 'release');

const patience = 60_000;

/** Starts a program and listens to its marks. Times are in milliseconds of `performance.now()`. */
export function watch(screen, program, ...args) {
  const began = performance.now();
  const marks = [];
  const waiting = [];
  const running = start([program, ...args], { env: { ...screen.env, LECTERN_BENCH_MARK: '1' }, log: screen.log, keep: true });
  let text = '';
  running.child.stdout.on('data', (data) => {
    const at = performance.now();
    const lines = (text + data).split('\n');
    text = lines.pop();
    for (const line of lines) {
      const [, label, heading] = line.match(/^interactive (\S+): (.*)$/) ?? [];
      if (label) marks.push({ at, label, heading });
    }
    for (const check of [...waiting]) check();
  });
  const ended = running.ended.then(() => performance.now());

  /** When a window of this label shows a screen whose heading is one of the accepted; from the start of the program on. */
  const shows = (label, accepted) => new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${program} did not show ${accepted} in ${patience / 1000} s; it showed ${JSON.stringify(marks)}`)), patience);
    const check = () => {
      const found = marks.find((mark) => mark.label === label && accepted.test(mark.heading));
      if (!found) return;
      clearTimeout(timer);
      waiting.splice(waiting.indexOf(check), 1);
      resolve(found.at);
    };
    waiting.push(check);
    check();
  });
  return { began, ended, shows, pid: running.pid, end: () => end(running) };
}

function children() {
  const found = new Map();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      found.set(parent, [...(found.get(parent) ?? []), Number(name)]);
    } catch {
      // It has ended meanwhile.
    }
  }
  return found;
}

/** Proportional set size, in MiB, of a program and all that it has started. */
export function memory(pid) {
  const family = [pid];
  const under = children();
  for (const member of family) family.push(...(under.get(member) ?? []));
  return family.map(kilobytes).reduce((sum, size) => sum + size, 0) / 1024;
}

/** Of one process; none of one that has ended since it was found. */
function kilobytes(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').match(/^Pss:\s+(\d+)/m)?.[1] ?? 0);
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return 0;
    throw error;
  }
}
