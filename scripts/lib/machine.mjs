// What this machine must have before anything can be built, and how it gets it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './place.mjs';
import { answer, attach, has, run } from './run.mjs';
import { line, stop, time } from './say.mjs';

// The encrypted store stands on the system's OpenSSL.
const compiler = ['build-essential', 'libssl-dev'];
const windowLibraries = [
  'pkg-config', 'libwebkit2gtk-4.1-dev', 'libxdo-dev', 'libayatana-appindicator3-dev', 'librsvg2-dev',
  'xdg-utils', 'desktop-file-utils', 'dbus', 'file',
];
const testPrograms = [
  'webkit2gtk-driver', 'xvfb', 'xauth', 'dbus-x11', 'gnome-keyring', 'libsecret-tools', 'libglib2.0-bin',
  'fonts-dejavu-core', 'python3-venv',
];

/** Debian's packages for each purpose; a larger purpose holds the smaller ones. */
export const packages = {
  demo: compiler,
  start: [...compiler, ...windowLibraries],
  test: [...compiler, ...windowLibraries, ...testPrograms],
};

const rustNeeded = [1, 95];

/** What the locked build tools run on, as package.json says it too. @param {string} version as in `20.19.0` */
export function nodeServes(version) {
  const [major, minor] = version.split('.').map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
}

function distribution() {
  if (process.platform !== 'linux' || !existsSync('/etc/os-release')) return null;
  const text = readFileSync('/etc/os-release', 'utf8');
  const field = (name) => text.match(new RegExp(`^${name}="?([^"\n]*)"?$`, 'm'))?.[1] ?? '';
  const family = [field('ID'), ...field('ID_LIKE').split(' ')];
  return { id: field('ID'), name: field('PRETTY_NAME'), debian: family.includes('debian') || family.includes('ubuntu') };
}

function wanted(purpose) {
  const list = [...packages[purpose]];
  // Ubuntu's chromium is a snap, which cannot run as root or in a container; there the pictures of the UI are skipped.
  if (purpose === 'test' && distribution()?.id === 'debian') list.push('chromium');
  return list;
}

function missingPackages(purpose) {
  const state = answer('sh', '-c',
    `dpkg-query -W -f='\${Package} \${db:Status-Abbrev}\\n' ${wanted(purpose).join(' ')} 2>/dev/null; true`) ?? '';
  const installed = new Set(state.split('\n').filter((row) => row.trimEnd().endsWith('ii')).map((row) => row.split(' ')[0]));
  return wanted(purpose).filter((name) => !installed.has(name));
}

function tellOtherSystems(purpose) {
  if (process.platform === 'darwin') {
    if (answer('xcode-select', '-p') === null) stop('Install the compiler first: xcode-select --install');
    return;
  }
  if (process.platform === 'win32') {
    line('Needs: Visual Studio Build Tools (C++), WebView2 (part of Windows 11), and Strawberry Perl for the database.');
    return;
  }
  line(`This is not Debian or Ubuntu, so nothing is installed. Needed here, by Debian's names:`);
  line(wanted(purpose).join(' '));
}

async function installPackages(missing) {
  const asRoot = process.getuid() === 0 ? [] : ['sudo'];
  const apt = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', '-o', 'DPkg::Lock::Timeout=900'];
  const install = [...asRoot, ...apt, 'install', '-y', '--no-install-recommends', ...missing];
  if (asRoot.length > 0 && !has('sudo')) stop('Some packages are missing and there is no sudo. As root:', install.join(' '));

  line(`installing ${missing.join(' ')}`);
  // A password can be asked only on a terminal; otherwise the output is kept back unless it fails.
  const ask = asRoot.length > 0 && process.stdin.isTTY;
  const step = async (command) => {
    const began = Date.now();
    if (ask) return { code: await attach(command), output: '', seconds: (Date.now() - began) / 1000 };
    return run(command, { beat: true });
  };
  await step([...asRoot, ...apt, 'update']);
  let result = await step(install);
  if (result.code !== 0) {
    // Another apt run may have emptied the archive folder meanwhile: mend, then once more.
    await step([...asRoot, ...apt, '-f', 'install', '-y']);
    result = await step(install);
  }
  if (result.code !== 0) stop(result.output.slice(-3000), `Could not install the packages. By hand: ${install.join(' ')}`);
  line(`installed in ${time(result.seconds)}`);
}

/** System packages for a purpose: `demo`, `start` or `test`. */
export async function systemPackages(purpose) {
  if (!distribution()?.debian) return tellOtherSystems(purpose);
  const missing = missingPackages(purpose);
  if (missing.length > 0) await installPackages(missing);
  else line('system packages: all there');
}

/** Node is running this, Rust must be there: neither is installed for anyone. */
export function toolchains(purpose) {
  if (!nodeServes(process.versions.node)) stop(`Node ${process.versions.node} is too old: Lectern needs Node 20.19 or newer of 20, or 22.12 or newer (https://nodejs.org).`);
  const version = answer('rustc', '--version')?.match(/(\d+)\.(\d+)\.\d+/);
  const say = 'Install Rust 1.95 or newer from https://rustup.rs and run this again.';
  if (!version || answer('cargo', '--version') === null) stop('Rust is not installed here.', say);
  const [major, minor] = version.slice(1).map(Number);
  if (major < rustNeeded[0] || (major === rustNeeded[0] && minor < rustNeeded[1])) stop(`Rust ${version[0]} is too old.`, say);
  if (purpose === 'test') {
    for (const part of ['fmt', 'clippy']) {
      if (answer('cargo', part, '--version') === null) stop(`cargo ${part} is missing: rustup component add rustfmt clippy`);
    }
  }
  line(`Node ${process.versions.node}, Rust ${version[0]}`);
}

/**
 * Whether node_modules holds what package-lock.json says, by the record npm itself keeps there.
 * @returns {boolean}
 */
function nodeModulesCurrent() {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const read = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;
  const wantedTree = read(join(root, 'package-lock.json'));
  const found = read(record);
  const entries = Object.entries(wantedTree).filter(([path]) => path !== '');
  return entries.every(([path, entry]) => (found[path] ? found[path].integrity === entry.integrity : Boolean(entry.optional || entry.devOptional)))
    && Object.keys(found).every((path) => path in wantedTree);
}

/** `npm ci`, only when the lock file and node_modules differ. */
export async function nodeModules() {
  if (nodeModulesCurrent()) return line('npm packages: as locked');
  line('installing npm packages');
  const result = await run(['npm', 'ci', '--no-audit', '--no-fund'], { beat: true });
  if (result.code !== 0) stop(result.output.slice(-3000), 'npm ci failed: see above.');
  line(`installed in ${time(result.seconds)}`);
}
