// A desktop for one test: a display, a session bus, an unlocked keychain and a home folder, all its own and all temporary.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { end, firstLine, start, until } from './processes.mjs';

/** What the programs may see of the person's own environment. */
const passed = ['PATH', 'LANG', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'CARGO_TARGET_DIR'];

function environment(home) {
  const own = Object.fromEntries(passed.filter((name) => process.env[name]).map((name) => [name, process.env[name]]));
  const folder = (name) => {
    const path = join(home, name);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  };
  return {
    LANG: 'C.UTF-8',
    ...own,
    HOME: home,
    XDG_DATA_HOME: folder('.local/share'),
    XDG_CONFIG_HOME: folder('.config'),
    XDG_CACHE_HOME: folder('.cache'),
    XDG_STATE_HOME: folder('.local/state'),
    XDG_RUNTIME_DIR: folder('run'),
    XDG_CURRENT_DESKTOP: 'GNOME',
    TZ: 'Europe/Berlin',
    // There is no GPU under a virtual display.
    LIBGL_ALWAYS_SOFTWARE: '1',
    GDK_BACKEND: 'x11',
    NO_AT_BRIDGE: '1',
    GIO_USE_VFS: 'local',
    // No companion: what a test sees must not depend on the browsers of the machine that runs it.
    LECTERN_BROWSER: '',
  };
}

const ask = (env, name, path, method, argument) => spawnSync('gdbus',
  ['call', '--session', '--dest', name, '--object-path', path, '--method', method, argument], { env, encoding: 'utf8', timeout: 5000 }).stdout ?? '';

/** The owner is asked for first: a call to an absent service would make the bus start a second, locked one. */
function keychainOpen(env) {
  const owned = ask(env, 'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus.NameHasOwner', 'org.freedesktop.secrets');
  return owned.includes('true')
    && ask(env, 'org.freedesktop.secrets', '/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.ReadAlias', 'default').includes('/collection/');
}

/**
 * @param {{size?: string, keychain?: boolean}} options `keychain: false` leaves the secret service out
 * @returns {Promise<{env: object, home: string, log: string, close: () => Promise<void>}>}
 */
export async function openScreen({ size = '1280x800', keychain = true } = {}) {
  const home = mkdtempSync(join(tmpdir(), 'lectern-desktop-'));
  const env = environment(home);
  const log = join(home, 'screen.log');
  const started = [];
  const close = async () => {
    for (const program of started.reverse()) await end(program);
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  const run = (command, options) => {
    const program = start(command, { env, log, ...options });
    started.push(program);
    return program;
  };
  try {
    // -displayfd lets the server choose a free number, so that tests can run side by side.
    const display = run(['Xvfb', '-displayfd', '1', '-screen', '0', `${size}x24`, '-nolisten', 'tcp'], { keep: true });
    env.DISPLAY = `:${await firstLine(display, 'Xvfb')}`;
    const session = run(['dbus-daemon', '--session', '--nofork', '--nopidfile', '--print-address'], { keep: true });
    env.DBUS_SESSION_BUS_ADDRESS = await firstLine(session, 'dbus-daemon');
    if (keychain) {
      // Any password that is not empty makes and unlocks the first collection.
      run(['gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets'], { input: 'test' });
      await until(() => keychainOpen(env), 'the keychain to be unlocked');
    }
    return { env, home, log, close };
  } catch (error) {
    await close();
    throw error;
  }
}
