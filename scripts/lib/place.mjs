// Where things are: the repository, the folders a build is kept in, and the environment every step is given.
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const cacheHome = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');

/** Kept between runs, so that a second `npm test` compiles only what changed. */
export const cache = join(cacheHome, 'lectern');
export const target = process.env.CARGO_TARGET_DIR || join(cache, 'target');
/** Logs and screenshots of the last test run. */
export const output = join(root, 'test-output');

/** Debian's own browser; playwright-core brings none. */
export const chromiumPath = process.env.CHROMIUM || '/usr/bin/chromium';

const inCi = Boolean(process.env.CI);

export const env = {
  ...process.env,
  CARGO_TARGET_DIR: target,
  // A clone in CI is compiled once and never edited: incremental data would only fill the disk.
  ...(inCi ? { CARGO_INCREMENTAL: '0' } : {}),
  CARGO_TERM_COLOR: process.stdout.isTTY ? 'always' : 'never',
};

/** The window's assets are embedded, so every build of the shell is given the same feature: one build serves all. */
export const shellFeatures = ['--features', 'tauri/custom-protocol'];

/** @param {string} name a binary of this workspace, @param {'debug'|'release'} profile */
export const binary = (name, profile = 'debug') => join(target, profile, process.platform === 'win32' ? `${name}.exe` : name);
