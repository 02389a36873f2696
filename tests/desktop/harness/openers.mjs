// What else is installed on a screen: a browser, and on request the Teams app. Each stand-in writes down what the system's
// opener gives it, and shows nothing.
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './processes.mjs';

const schemes = { teams: ['msteams'], browser: ['http', 'https'] };

/**
 * Installs them for this screen, before any program on it is started.
 * @param {{teams: boolean}} options
 * @returns {{opened: () => Promise<string>, quiet: () => boolean}} `opened`: the one thing opened since it was asked last,
 *   as `teams ADDRESS` or `browser ADDRESS`; `quiet`: nothing was
 */
export function installOpeners(screen, { teams }) {
  const written = join(screen.home, 'opened');
  const applications = join(screen.env.XDG_DATA_HOME, 'applications');
  mkdirSync(applications, { recursive: true });
  const defaults = [];
  for (const name of teams ? ['teams', 'browser'] : ['browser']) {
    const program = join(screen.home, `stand-in-${name}`);
    writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "${name} $*" >> '${written}'\n`);
    chmodSync(program, 0o755);
    const types = schemes[name].map((scheme) => `x-scheme-handler/${scheme}`);
    writeFileSync(join(applications, `stand-in-${name}.desktop`), `[Desktop Entry]\nType=Application\nName=${name}\nExec=${program} %u\nMimeType=${types.join(';')};\n`);
    defaults.push(...types.map((type) => `${type}=stand-in-${name}.desktop`));
  }
  writeFileSync(join(screen.env.XDG_CONFIG_HOME, 'mimeapps.list'), `[Default Applications]\n${defaults.join('\n')}\n`);
  const lines = () => (existsSync(written) ? readFileSync(written, 'utf8').trimEnd().split('\n') : []);
  return {
    opened: async () => {
      const [first, ...more] = await until(() => lines().length > 0 && lines(), 'something to be opened', 30_000);
      rmSync(written);
      if (more.length > 0) throw new Error(`more than one thing was opened: ${[first, ...more].join(' | ')}`);
      return first;
    },
    quiet: () => lines().length === 0,
  };
}
