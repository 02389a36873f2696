// Coverage-guided fuzzing on stable Rust: libFuzzer, and the compiler's own coverage counters. The targets are a
// workspace of their own (tests/fuzz), with an own target folder, since the flags would build everything else anew.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { output, root, target } from './place.mjs';
import { answer, has, run } from './run.mjs';

const home = join(root, 'tests', 'fuzz');
const built = join(target, 'fuzz');
const fixtures = join(root, 'src-tauri', 'crates', 'domain', 'tests', 'fixtures');
/** Each flag is stable; the pass is LLVM's, and libFuzzer reads the counters that it puts in. */
const rustFlags = [
  '-Cpasses=sancov-module',
  '-Cllvm-args=-sanitizer-coverage-level=4',
  '-Cllvm-args=-sanitizer-coverage-inline-8bit-counters',
  '-Cllvm-args=-sanitizer-coverage-pc-table',
  '-Ccodegen-units=1',
].join(' ');
/** A little more than what the readers look at. */
const longest = 9 * 1024;

export const targets = ['join_link', 'deep_link'];

/** What a machine lacks for it, or null. */
export function missing() {
  if (process.platform === 'win32') return 'runs on Linux and macOS';
  return has('c++') ? null : 'needs a C++ compiler for libFuzzer';
}

/** Where cargo cannot get libFuzzer's crate. */
export const notFetched = /failed to (?:download|get|fetch|query)|(?:download|index) .*(?:failed|timed out)/i;

const triple = () => answer('rustc', '-vV')?.match(/^host: (.*)$/m)?.[1] ?? '';

/** Builds the targets; resolves with the folder of their programs. */
export async function buildTargets() {
  const host = triple();
  // With a target named, build scripts and macros are built without the counters.
  const command = ['cargo', 'build', '--release', '--locked', '--bins', '--target', host];
  const result = await run(command, { cwd: home, beat: true, env: { CARGO_TARGET_DIR: built, RUSTFLAGS: rustFlags } });
  if (result.code !== 0) throw new Error(`The fuzz targets could not be built:\n${result.output.slice(-3000)}`);
  return join(built, host, 'release');
}

/** The rows of both corpora as files, for libFuzzer to begin with. */
export function writeSeeds(folder) {
  mkdirSync(folder, { recursive: true });
  let written = 0;
  for (const name of ['join-links', 'strange-links']) {
    const { rows } = JSON.parse(readFileSync(join(fixtures, `${name}.json`), 'utf8'));
    for (const { id, url, passcode } of rows) {
      if (url.length > longest) continue;
      writeFileSync(join(folder, `${name}-${id}`), passcode ? `${url}\n${passcode}` : url);
      written += 1;
    }
  }
  return written;
}

/** What libFuzzer says: edges reached with what it began with, and at the end; and what it found. */
export function told(text) {
  const edges = (word) => Number(text.match(new RegExp(`\\b${word}\\s+cov: (\\d+)`))?.[1] ?? Number.NaN);
  const runs = Number(text.match(/^Done (\d+) runs/m)?.[1] ?? 0);
  const crash = text.match(/^(?:==\d+== ?ERROR: libFuzzer: .*|thread .* panicked at .*\n?.*)$/m)?.[0] ?? null;
  return { first: edges('INITED'), last: edges('DONE'), runs, crash };
}

/**
 * Runs one target for some seconds.
 * @param {{programs: string, target: string, seconds: number, corpus: string|null, seed?: number}} given without a
 *   corpus it begins with nothing at all
 */
export async function fuzz({ programs, target: name, seconds, corpus, seed }) {
  const artifacts = join(output, 'fuzz', name);
  mkdirSync(artifacts, { recursive: true });
  const empty = corpus === null ? mkdtempSync(join(tmpdir(), 'lectern-fuzz-')) : null;
  const command = [join(programs, name), `-max_total_time=${seconds}`, `-max_len=${longest}`, '-timeout=10', '-rss_limit_mb=2048',
    '-reload=0', `-dict=${join(home, 'links.dict')}`, `-artifact_prefix=${artifacts}/`, ...(seed === undefined ? [] : [`-seed=${seed}`]), corpus ?? empty];
  try {
    const result = await run(command, { beat: true, log: join(artifacts, 'log.txt'), timeoutMs: (seconds + 120) * 1000 });
    return { ...told(result.output), code: result.code, output: result.output, artifacts };
  } finally {
    if (empty) rmSync(empty, { recursive: true, force: true });
  }
}

/** Why a run proves nothing or shows a fault, or null. `grows`: from an empty corpus coverage must have grown. */
export function fault({ code, crash, first, last, runs, artifacts, output: text }, grows) {
  if (code !== 0) return `${crash ?? 'libFuzzer ended badly'}\nThe input is in ${artifacts}: ${readdirSync(artifacts).filter((name) => name !== 'log.txt').join(', ')}\n${text.slice(-1500)}`;
  if (!(runs > 0) || Number.isNaN(first) || Number.isNaN(last)) return `libFuzzer said nothing of its coverage:\n${text.slice(-1500)}`;
  if (grows && last <= first) return `coverage did not grow: ${first} edges at first, ${last} at last. Are the counters still compiled in?`;
  return null;
}
