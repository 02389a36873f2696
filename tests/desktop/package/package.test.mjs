// The .deb as a machine would install it, unpacked into a folder of its own: what is in it, and that a link reaches the app.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { newestPackage } from '../../../scripts/lib/package.mjs';
import { end, start, until } from '../harness/processes.mjs';
import { openScreen } from '../harness/screen.mjs';

const newest = newestPackage('debug');
const does = (program, ...args) => {
  const got = spawnSync(program, args, { encoding: 'utf8' });
  assert.equal(got.status, 0, `${program} ${args.join(' ')}: ${got.stderr || got.error}`);
  return got.stdout;
};

test('the package', { skip: newest ? false : 'skipped: no .deb was bundled' }, async (t) => {
  let root;
  let screen;
  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'lectern-package-'));
    does('dpkg-deb', '-x', newest, root);
    screen = await openScreen({ keychain: false });
  });
  after(async () => {
    await screen?.close();
    rmSync(root, { recursive: true, force: true });
  });

  await t.test('holds both programs', () => {
    for (const name of ['lectern-desktop', 'lectern']) accessSync(join(root, 'usr', 'bin', name), constants.X_OK);
    assert.match(does(join(root, 'usr', 'bin', 'lectern'), '--version'), /^lectern \d/, 'the command line must run where only the package is');
  });

  await t.test('holds every licence that must travel with it', () => {
    const documents = join(root, 'usr', 'share', 'doc', 'lectern');
    for (const name of ['LICENSE-MIT', 'LICENSE-APACHE', 'NOTICE', 'THIRD-PARTY-NOTICES.md',
      'microsoft/communication-calling/LICENSE', 'microsoft/communication-calling/NOTICES.txt',
      'microsoft/communication-calling-effects/LICENSE', 'microsoft/communication-calling-effects/NOTICES.txt']) {
      assert.ok(statSync(join(documents, name)).size > 500, `${name} must be shipped in full`);
    }
  });

  await t.test('names what it needs', () => {
    assert.match(does('dpkg-deb', '-f', newest, 'Depends'), /libwebkit2gtk-4\.1-0/, 'without the webview the program cannot start');
  });

  await t.test('opens links: the address reaches the program', async () => {
    const applications = join(root, 'usr', 'share', 'applications');
    const [file] = readdirSync(applications).filter((name) => name.endsWith('.desktop'));
    assert.equal(spawnSync('desktop-file-validate', [join(applications, file)]).status, 0, 'desktops ignore a file that is not valid');
    // Installing does this by a trigger of desktop-file-utils.
    does('update-desktop-database', applications);

    // A stand-in takes the program's place, so that the test sees exactly what the desktop hands over.
    const said = join(screen.home, 'arguments');
    const program = join(root, 'usr', 'bin', 'lectern-desktop');
    writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$#" "$@" > '${said}.new' && mv '${said}.new' '${said}'\n`);
    chmodSync(program, 0o755);
    const env = { ...screen.env, PATH: `${join(root, 'usr', 'bin')}:${screen.env.PATH}`, XDG_DATA_DIRS: `${join(root, 'usr', 'share')}:/usr/share` };
    for (const link of ['lectern://join?ticket=ABCD', 'lectern-sandbox://join?link=https%3A%2F%2Fteams.microsoft.com%2Fmeet%2F1']) {
      rmSync(said, { force: true });
      const opened = spawnSync('gio', ['open', link], { env, encoding: 'utf8', timeout: 15_000 });
      assert.equal(opened.status, 0, `gio open ${link}: ${opened.stderr}`);
      await until(() => existsSync(said), 'the program to be started', 10_000);
      assert.equal(readFileSync(said, 'utf8'), `1\n${link}\n`, 'a link that is lost on the way leaves the guest outside');
    }
  });

  const installs = process.getuid?.() === 0 && spawnSync('dpkg', ['--version']).status === 0;
  await t.test('installed by dpkg, a link opens its page before joining', { skip: installs ? false : 'skipped: dpkg installs for root only' }, async () => {
    // A root of its own: dpkg unpacks, configures and records as ever, and this machine's own packages stay as they are.
    const machine = join(screen.home, 'machine');
    for (const folder of ['info', 'updates', 'triggers']) mkdirSync(join(machine, 'var', 'lib', 'dpkg', folder), { recursive: true });
    for (const file of ['status', 'available']) writeFileSync(join(machine, 'var', 'lib', 'dpkg', file), '');
    // What it depends on is installed beside it, on the machine that runs this test.
    does('dpkg', `--root=${machine}`, '--force-depends', '--install', newest);
    assert.match(does('dpkg-query', `--admindir=${join(machine, 'var', 'lib', 'dpkg')}`, '-W', '-f=${Status}', 'lectern'), /install ok installed/);
    does('update-desktop-database', join(machine, 'usr', 'share', 'applications'));

    const env = {
      ...screen.env,
      PATH: `${join(machine, 'usr', 'bin')}:${screen.env.PATH}`,
      XDG_DATA_DIRS: `${join(machine, 'usr', 'share')}:/usr/share`,
      // The window tells when a screen of it is painted.
      LECTERN_BENCH_MARK: '1',
    };
    const link = `lectern-sandbox://join?link=${encodeURIComponent('https://teams.microsoft.com/meet/29384756102938?p=Zk3Vb9Qw')}`;
    const opened = start(['gio', 'open', link], { env, log: screen.log, keep: true });
    let said = '';
    opened.child.stdout.on('data', (data) => { said += data; });
    try {
      await until(() => said.includes('interactive attendee: Teams meeting'), 'the join window to be painted', 60_000);
      assert.match(said, /^interactive attendee: Teams meeting$/m, 'the guest must stand before the meeting, one press from joining');
    } finally {
      await end(opened);
    }
  });
});
