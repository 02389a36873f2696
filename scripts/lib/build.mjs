// Building for use: only what changed, with the compiler's words shown only when it fails.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makePackage } from './package.mjs';
import { root, shellFeatures } from './place.mjs';
import { attach, run } from './run.mjs';
import { header, line, stop, time } from './say.mjs';

/** When a source was last changed. Vite and vitest keep their caches in ui/node_modules: no source, and younger than any. */
function newest(path) {
  const state = statSync(path);
  if (!state.isDirectory()) return state.mtimeMs;
  const sources = readdirSync(path).filter((name) => name !== 'node_modules');
  return Math.max(state.mtimeMs, ...sources.map((name) => newest(join(path, name))));
}

/** The window's assets into dist/, when a source is younger than they are. */
export async function buildWindow() {
  header('build the window', 'about 20 s when something changed');
  const made = join(root, 'dist', 'index.html');
  const sources = ['ui', 'package-lock.json'].map((name) => newest(join(root, name)));
  if (existsSync(made) && statSync(made).mtimeMs > Math.max(...sources)) return line('up to date');
  const result = await run(['npm', 'run', '--silent', 'ui:build'], { beat: true });
  if (result.code !== 0) stop(result.output.slice(-4000), 'The window could not be built: see above.');
  return line(`built in ${time(result.seconds)}`);
}

async function cargoBuild(about, args) {
  header(about, 'the first time takes some minutes');
  const command = ['cargo', 'build', '--locked', ...args];
  // On a terminal cargo draws its own progress.
  if (process.stderr.isTTY) {
    if (await attach(command) !== 0) stop('The build failed: see above.');
    return;
  }
  const result = await run(command, { beat: true });
  if (result.code !== 0) stop(result.output.slice(-6000), 'The build failed: see above.');
  line(`built in ${time(result.seconds)}`);
}

/**
 * The window's program. A debug build: it is ready in a third of a release build's time, and what would be
 * slow without optimization (key derivation; OpenSSL brings its own) is optimized in every profile.
 */
export const buildShell = () => cargoBuild('build the program', ['--workspace', '--bin', 'lectern-desktop', ...shellFeatures]);
/** Of the workspace too, so that its dependencies are those of the tests and the window. Only the program itself is compiled: no GUI library is needed. */
export const buildCli = () => cargoBuild('build the command line', ['--workspace', '--bin', 'lectern', ...shellFeatures]);

/** Everything that `npm run bench` measures, as it ships: the package, which brings the empty window along, and the benches of store, calendar and links. */
export async function buildForBench() {
  header('build the package', 'a release build, about a quarter of an hour the first time');
  const began = Date.now();
  await makePackage();
  line(`built in ${time((Date.now() - began) / 1000)}`);
  await cargoBuild('build the benches of store, calendar and links', ['--release', '--workspace', ...shellFeatures, '--example', 'search_bench', '--example', 'import_bench', '--example', 'calendar_bench', '--example', 'registrations_bench', '--example', 'enrol_bench', '--example', 'joins_bench', '--example', 'registering_bench', '--example', 'feed_bench', '--example', 'links_bench']);
}
