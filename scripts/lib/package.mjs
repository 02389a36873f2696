// The .deb. The Tauri CLI makes it with gzip; packed again with xz and a window that spans both programs, which hold
// the same core twice, it is half as large.
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
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

/** Builds for release and packs. @returns {Promise<string>} the package's path */
export async function makePackage() {
  await step(release);
  const made = newestPackage('release');
  const work = mkdtempSync(join(tmpdir(), 'lectern-package-'));
  try {
    await step(['dpkg-deb', '--raw-extract', made, join(work, 'tree')]);
    await step(['dpkg-deb', '-Zxz', '-z9', '--root-owner-group', '--build', join(work, 'tree'), made]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return made;
}
