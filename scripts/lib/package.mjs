// The .deb. The Tauri CLI makes it with gzip; packed again with xz, with a window that spans both programs, which hold
// the same core twice, and a filter that writes where code jumps to in a way that repeats, it is half as large.
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { target } from './place.mjs';
import { run } from './run.mjs';
import { stop } from './say.mjs';

/**
 * It selects the whole workspace, as every build does that is kept: another choice of members would compile their
 * dependencies again for other features.
 */
const release = ['npx', 'tauri', 'build', '--bundles', 'deb', '--', '--workspace'];

/** The newest package of a profile, if one was made. @param {'debug'|'release'} profile */
export function newestPackage(profile) {
  const folder = join(target, profile, 'bundle', 'deb');
  if (!existsSync(folder)) return undefined;
  const made = readdirSync(folder).filter((name) => name.endsWith('.deb')).map((name) => join(folder, name));
  return made.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
}

async function step(command) {
  const result = await run(command, { beat: true });
  if (result.code !== 0) stop(result.output.slice(-6000), 'The package could not be made: see above.');
}

/** xz's filter for this machine's code; none is known for others. */
const filter = { x64: ['--x86'], arm64: ['--arm64'] }[process.arch] ?? [];

/**
 * `dpkg-deb` makes the two archives, and knows no filters: they are compressed beside it. What unpacks a .deb reads any
 * stream of xz's.
 */
async function pack(tree, made, work) {
  const plain = join(work, 'plain.deb');
  await step(['dpkg-deb', '-Znone', '--uniform-compression', '--root-owner-group', '--build', tree, plain]);
  await step(['ar', 'x', '--output', work, plain]);
  await step(['xz', '--threads=1', '--check=crc64', ...filter, '--lzma2=preset=9e', join(work, 'data.tar')]);
  await step(['xz', '--threads=1', '--check=crc64', join(work, 'control.tar')]);
  const parts = ['debian-binary', 'control.tar.xz', 'data.tar.xz'].map((name) => join(work, name));
  const whole = join(work, 'whole.deb');
  await step(['ar', 'qcDS', whole, ...parts]);
  await step(['dpkg-deb', '--contents', whole]);
  copyFileSync(whole, made);
}

/** Builds for release and packs. @returns {Promise<string>} the package's path */
export async function makePackage() {
  await step(release);
  const made = newestPackage('release');
  const work = mkdtempSync(join(tmpdir(), 'lectern-package-'));
  try {
    await step(['dpkg-deb', '--raw-extract', made, join(work, 'tree')]);
    await pack(join(work, 'tree'), made, work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return made;
}
