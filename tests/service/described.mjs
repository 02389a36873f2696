// Asks a service everything that its own OpenAPI description allows, and much that it does not, with schemathesis: every
// answer has to be one that is described, and none a fault of the service.
// `node tests/service/described.mjs`; LECTERN_CLI names another binary.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { binary } from '../../scripts/lib/place.mjs';
import { run } from '../../scripts/lib/run.mjs';
import { stop } from '../../scripts/lib/say.mjs';
import { servicePython } from '../../scripts/lib/tools.mjs';

const program = process.env.LECTERN_CLI || binary('lectern');
if (!existsSync(program)) stop(`${program} is not there: cargo build -p lectern-cli`);
const folder = mkdtempSync(join(tmpdir(), 'lectern-service-'));
const children = [];
process.once('exit', () => children.forEach((child) => child.kill('SIGKILL')));

function started(words, env = {}) {
  const child = spawn(program, ['--json', ...words], {
    stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, HOME: folder, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus', ...env },
  });
  children.push(child);
  child.told = '';
  child.stderr.on('data', (data) => { child.told = (child.told + data).slice(-200_000); });
  return child;
}

async function sandbox() {
  const readyFile = join(folder, 'ready.json');
  const child = started(['sandbox', '--ready-file', readyFile]);
  child.stdout.resume();
  for (let tries = 0; tries < 300 && child.exitCode === null && !existsSync(readyFile); tries += 1) await sleep(100);
  if (!existsSync(readyFile)) stop(`the sandbox did not start: ${child.told.trim() || 'no word from it'}`);
  return JSON.parse(readFileSync(readyFile, 'utf8')).control;
}

/** Where it serves, and the key of an owner's desk. */
async function service(control) {
  const child = started(['--sandbox', control, '--profile', join(folder, 'profile'), 'serve'], { LECTERN_LISTEN: '127.0.0.1:0' });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => {
    const { value, done } = await lines.next();
    if (done) stop(`the service did not start: ${child.told}`);
    return JSON.parse(value);
  };
  const { listen } = await line();
  const { pairingCode } = await line();
  const origin = `http://${listen}`;
  const answer = await fetch(`${origin}/v1/pair`, {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: pairingCode, name: 'Schemathesis', version: '1' }),
  });
  if (answer.status !== 201) stop(`the pairing was refused: ${answer.status} ${await answer.text()}`);
  return { origin, key: (await answer.json()).key, child };
}

const { python, reason, problem } = await servicePython();
if (problem) stop(problem);
if (!python) {
  console.log(`skipped: schemathesis: ${reason}`);
  process.exit(0);
}
const { origin, key, child } = await service(await sandbox());
const asked = await run([
  python, '-m', 'schemathesis.cli', 'run', `${origin}/openapi.json`, '-H', `Authorization: Bearer ${key}`,
  // A code that was never given is refused by its rules, not by its shape; limits of rate are no findings.
  '--exclude-checks', 'positive_data_acceptance,negative_data_rejection,ignored_auth',
  '--phases', 'examples,coverage,fuzzing', '--max-examples', '40', '--seed', '5', '--generation-database', 'none',
  // Of a form's fields most that are made up can't be written as a form; those are left out, and enough are left.
  '--suppress-health-check', 'filter_too_much',
  '--continue-on-failure', '--request-timeout', '20', '--no-color',
], { timeoutMs: 420_000, cwd: folder, env: { NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1', HOME: folder } });
const alive = await fetch(`${origin}/readyz`).then((answer) => answer.status, () => 0);
const panics = (child.told.match(/ended in a panic|mistake of its own/g) ?? []).length;
for (const process of children) process.kill('SIGTERM');
const secret = key.split('.')[1];
const steps = [
  ['every answer is one that the description has', asked.code === 0, asked.output.slice(-6000)],
  ['it still serves', alive === 200, `readyz: ${alive}`],
  ['nothing panicked', panics === 0, child.told.slice(-3000)],
  ['its log does not hold the key', !child.told.includes(secret), 'the key stands in the log'],
];
for (const [name, passed, why] of steps) console.log(passed ? `ok      description: ${name}` : `failed  description: ${name}\n${why}`);
await sleep(500);
rmSync(folder, { recursive: true, force: true });
const failed = steps.filter(([, passed]) => !passed).length;
console.log(`${steps.length - failed} passed, ${failed} failed, 0 skipped`);
process.exit(failed ? 1 : 0);
