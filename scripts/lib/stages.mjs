// The stages of `npm test`, cheap first. A stage is data: add one here, and it is run, timed and counted.
//
//   name     what `--only` takes
//   about    one line for the person who waits
//   counts   how its output is counted (counts.mjs): check, cargo, vitest, node or own
//   commands one after the other; the first failure ends the stage. A function where they must be asked for
//   skip     a function that gives the reason to leave it out, or null
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { missing, notFetched } from './fuzz.mjs';
import { binary, chromiumPath, output, root, shellFeatures } from './place.mjs';
import { answer, has } from './run.mjs';
import { cargoDeny, servicePython, testPython } from './tools.mjs';

// The same members and features in every call: another choice would compile the dependencies again.
const cargo = (verb, ...rest) => ['cargo', verb, '--locked', '--workspace', ...shellFeatures, ...rest];
const bindings = join(output, 'bindings');

/** Names of the integration binaries beside the crates; tests/ and the keychain have stages of their own. */
function crateTests() {
  const { packages } = JSON.parse(answer('cargo', 'metadata', '--no-deps', '--format-version', '1'));
  return packages
    .filter((member) => member.name !== 'lectern-tests')
    .flatMap((member) => member.targets.filter((target) => target.kind.includes('test')).map((target) => target.name))
    .filter((name) => name !== 'keychain')
    .flatMap((name) => ['--test', name]);
}

/** Node's own runner on the `*.test.mjs` of a folder; what it takes for folders and globs differs from version to version. */
const nodeTests = (folder, ...options) => ['node', '--test', '--test-reporter=spec', ...options,
  ...readdirSync(join(root, folder)).filter((name) => name.endsWith('.test.mjs')).sort().map((name) => `${folder}/${name}`)];

/** For what looks at the window that `ui-build` has made; alone, in a fresh clone, it is made first. */
const onBuiltWindow = (command) => () => [
  ...(existsSync(join(root, 'dist', 'index.html')) ? [] : [['npm', 'run', '--silent', 'ui:build']]),
  command,
];
const needsChromium = () => (existsSync(chromiumPath) ? null : `needs Chromium: there is no ${chromiumPath}, and CHROMIUM names no other`);

export const stages = [
  { name: 'scripts', about: 'the scripts’ own tests', counts: 'node', commands: [nodeTests('scripts/lib')] },
  { name: 'format', about: 'rustfmt', counts: 'check', commands: [['cargo', 'fmt', '--all', '--check', '--', '--color', 'never']] },
  { name: 'types', about: 'tsc, strict', counts: 'check', commands: [['npm', 'run', '--silent', 'ui:types']] },
  { name: 'lint', about: 'ESLint', counts: 'check', commands: [['npm', 'run', '--silent', 'ui:lint']] },
  { name: 'unused', about: 'nothing is exported that nobody imports', counts: 'check', commands: [['npm', 'run', '--silent', 'unused']] },
  { name: 'notices', about: 'third-party notices match the lock files', counts: 'check',
    commands: [['node', 'scripts/notices.mjs', '--check']] },
  // The shell embeds dist/ when it is compiled, so the window's assets come before any Rust.
  { name: 'ui-build', about: 'the window’s assets', counts: 'check', commands: [['npm', 'run', '--silent', 'ui:build']] },
  { name: 'size', about: 'the first screen’s JavaScript, at most 110 KB gzip', counts: 'own',
    commands: onBuiltWindow(['node', 'scripts/first-screen-size.mjs', '--shipped']), skip: needsChromium },
  { name: 'looks', about: 'axe-core on every screen: light, dark, contrast, small, a phone’s width', counts: 'own',
    commands: onBuiltWindow(['node', 'ui/test/looks.mjs', '--shipped', '--pictures=light']), skip: needsChromium },
  { name: 'call-looks', about: 'the guest’s way with the real composite: no request leaves, axe-core around and inside it', counts: 'own',
    commands: [['node', 'ui/test/join-looks.mjs']], skip: needsChromium },
  { name: 'watches', about: 'the three before this one find a fault that was put there', counts: 'node',
    commands: onBuiltWindow(nodeTests('ui/test')), skip: needsChromium },
  { name: 'clippy', about: 'clippy, warnings refused', counts: 'check',
    commands: [cargo('clippy', '--all-targets', '--', '-D', 'warnings')] },
  { name: 'deny', about: 'bans, licences and sources of every crate', counts: 'check',
    commands: async () => [[await cargoDeny(), '--all-features', '--locked', 'check', '--hide-inclusion-graph', 'bans', 'licenses', 'sources'],
      [await cargoDeny(), '--manifest-path', 'tests/fuzz/Cargo.toml', '--locked', 'check', '--hide-inclusion-graph', 'bans', 'licenses', 'sources']] },
  { name: 'advisories', about: 'known vulnerabilities', counts: 'check',
    commands: async () => [[await cargoDeny(), '--all-features', '--locked', 'check', 'advisories']],
    // The database of advisories is a git repository; where the network has only package registries there is none.
    skipOn: /failed to fetch advisory database/,
    skipReason: 'the advisory database cannot be reached from here' },
  { name: 'crates', about: 'each crate’s own tests', counts: 'cargo',
    commands: async () => [cargo('test', '--no-fail-fast', '--lib', '--bins', ...crateTests(), '--', '--show-output')],
    env: { TS_RS_EXPORT_DIR: bindings } },
  { name: 'fuzz', about: 'libFuzzer on the readers of links, 20 s; coverage must grow', counts: 'own',
    commands: [['node', 'scripts/fuzz.mjs']], skip: missing, skipOn: notFetched,
    skipReason: 'libFuzzer’s crate cannot be fetched from here' },
  { name: 'keychain', about: 'the system’s keychain: unlocked, locked, absent', counts: 'cargo',
    commands: [cargo('test', '--test', 'keychain', '--', '--show-output')],
    skip: () => (has('dbus-run-session') && has('gnome-keyring-daemon') ? null : 'needs dbus-run-session and gnome-keyring') },
  { name: 'ui', about: 'the window’s own tests', counts: 'vitest', commands: [['npm', 'run', '--silent', 'ui:test']] },
  { name: 'bindings', about: 'TypeScript, and the service’s description, generated from Rust', counts: 'check',
    commands: [['node', 'scripts/bindings.mjs', '--check']] },
  { name: 'contract', about: 'the house’s rules, and the services’ contracts', counts: 'cargo',
    commands: [cargo('test', '--test', 'contract', '--', '--show-output')] },
  { name: 'shell', about: 'both programs, debug build', counts: 'check', commands: [cargo('build', '--bins')] },
  { name: 'journeys', about: 'the whole job, without a window', counts: 'cargo',
    commands: [cargo('test', '--test', 'journeys', '--', '--show-output')],
    // The terminal's program, as the stage before has built it.
    env: { LECTERN_CLI: binary('lectern') } },
  { name: 'clients', about: 'official clients, pointed at the sandbox', counts: 'own',
    commands: async () => {
      const { problem } = await testPython();
      if (problem) throw new Error(problem);
      return [cargo('build', '--bins'), ['node', 'tests/clients/run.mjs']];
    },
    skip: async () => (await testPython()).reason },
  { name: 'service', about: 'schemathesis on the trusted service’s description', counts: 'own',
    commands: async () => {
      const { problem } = await servicePython();
      if (problem) throw new Error(problem);
      return [cargo('build', '--bins'), ['node', 'tests/service/described.mjs']];
    },
    skip: async () => (await servicePython()).reason },
  { name: 'pages', about: 'the pages for visitors in Chromium, with and without a script; axe-core on each', counts: 'own',
    commands: [cargo('build', '--example', 'registration_pages'), ['node', 'tests/service/pages.mjs']], skip: needsChromium },
  { name: 'desktop', about: 'the real window, by WebDriver', counts: 'node',
    commands: () => [nodeTests('tests/desktop', '--test-concurrency=1')],
    skip: () => (process.platform === 'linux' && has('WebKitWebDriver') && has('Xvfb') ? null : 'needs Xvfb and WebKitWebDriver') },
  { name: 'package', about: 'the .deb of the debug build, and a link that opens it', counts: 'node',
    commands: () => [['npx', 'tauri', 'bundle', '--debug', '--bundles', 'deb'], nodeTests('tests/desktop/package')],
    skip: () => (has('dpkg-deb') && has('Xvfb') ? null : 'needs dpkg and Xvfb') },
];
