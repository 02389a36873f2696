// Puts on this machine what is missing: system packages (Debian, Ubuntu), npm packages, and for the tests Python
// packages in the cache folder. `node scripts/setup.mjs [start|demo|test]`
import { pathToFileURL } from 'node:url';
import { nodeModules, packages, systemPackages, toolchains } from './lib/machine.mjs';
import { header, line, stop } from './lib/say.mjs';
import { testPython } from './lib/tools.mjs';

/** @param {'start'|'demo'|'test'} purpose the demo has no window, so it needs neither GUI libraries nor npm packages */
export async function setUp(purpose) {
  header('set up', purpose);
  toolchains(purpose);
  await systemPackages(purpose);
  if (purpose !== 'demo') await nodeModules();
  if (purpose === 'test') await pythonForTests();
}

async function pythonForTests() {
  const { python, reason } = await testPython();
  line(python ? 'Python packages of the tests: as pinned' : `no Python packages for the tests: ${reason ?? 'see the stage clients'}`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const purpose = process.argv[2] ?? 'start';
  if (!(purpose in packages)) stop(`Set up for what? One of: ${Object.keys(packages).join(', ')}.`);
  await setUp(purpose);
}
