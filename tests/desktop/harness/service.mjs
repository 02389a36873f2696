// The trusted service in a process of its own, as `lectern serve` runs it, on the sandbox that the app is on.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { programs } from './app.mjs';
import { end, freePort, start, until } from './processes.mjs';

/** On a profile of its own. It can be ended and started again at the same address; its first start prints a code. */
export async function openService(screen, sandbox) {
  const port = await freePort();
  let program;
  let starts = 0;
  const begin = async () => {
    const log = join(screen.home, `service-${starts}.log`);
    starts += 1;
    const command = [programs.cli, '--sandbox', sandbox.control, '--profile', join(screen.home, 'service'), '--json', 'serve'];
    program = start(command, { env: { ...screen.env, LECTERN_LISTEN: `127.0.0.1:${port}` }, log });
    const said = () => {
      try {
        return readFileSync(log, 'utf8');
      } catch {
        return '';
      }
    };
    await until(() => said().includes('"origin"'), 'the service to serve', 60_000);
    return said;
  };
  const said = await begin();
  const code = await until(() => /"pairingCode":\s*"([^"]+)"/.exec(said())?.[1], 'its pairing code', 30_000);
  return {
    origin: /"origin":\s*"([^"]+)"/.exec(said())[1],
    code,
    end: () => end(program),
    begin,
    close: () => end(program),
  };
}
