// The trusted service as it stands there with nobody asking: how much memory it takes.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { binary } from '../../scripts/lib/place.mjs';
import { memory } from './programs.mjs';
import { line } from './statistics.mjs';

/** Until what a start leaves behind has been given back. */
const settled = 15_000;

/** Started anew for each round, asked a few times as a probe asks, and left alone. */
export async function idleService(runs) {
  const program = process.env.LECTERN_CLI || binary('lectern', 'release');
  const folder = mkdtempSync(join(tmpdir(), 'lectern-idle-'));
  const env = { ...process.env, HOME: folder, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus', LECTERN_LISTEN: '127.0.0.1:0' };
  const begin = (words) => spawn(program, ['--json', ...words], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const readyFile = join(folder, 'ready.json');
  const sandbox = begin(['sandbox', '--ready-file', readyFile]);
  const ours = [];
  try {
    for (let tries = 0; tries < 300 && !existsSync(readyFile); tries += 1) await sleep(100);
    const { control } = JSON.parse(readFileSync(readyFile, 'utf8'));
    for (let round = 0; round < Math.min(runs, 3); round += 1) {
      const service = begin(['--sandbox', control, '--profile', join(folder, 'profile'), 'serve']);
      const ended = new Promise((resolve) => { service.once('close', resolve); });
      const { value } = await createInterface({ input: service.stdout })[Symbol.asyncIterator]().next();
      const { listen } = JSON.parse(value);
      for (let asked = 0; asked < 20; asked += 1) {
        for (const path of ['/healthz', '/readyz', '/openapi.json']) await (await fetch(`http://${listen}${path}`)).text();
      }
      await sleep(settled);
      ours.push(memory(service.pid));
      service.kill('SIGTERM');
      await ended;
    }
  } finally {
    sandbox.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
  return [line({ name: 'the trusted service, idle (PSS)', unit: 'MiB', ours, limit: 40, digits: 1 })];
}
