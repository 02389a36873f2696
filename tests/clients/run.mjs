// Points each independent client at a sandbox of its own, some together with our own desk, then brings the recorded
// traffic before its judge.
// `node tests/clients/run.mjs [client…]`; LECTERN_CLI names another binary, LECTERN_PYTHON the clients' Python.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { binary, output, root } from '../../scripts/lib/place.mjs';
import { run } from '../../scripts/lib/run.mjs';
import { stop } from '../../scripts/lib/say.mjs';

const program = process.env.LECTERN_CLI || binary('lectern');
const python = process.env.LECTERN_PYTHON || 'python3';
const judge = join(root, '..', 'shared', 'tools', 'validate_traffic.py');
const here = join(root, 'tests', 'clients');
// A warning about style is no finding here.
const pythonClient = (name) => [python, '-W', 'ignore', join(here, name)];
const clients = {
  msal: pythonClient('msal_client.py'),
  graph: pythonClient('graph_client.py'),
  virtualEvents: pythonClient('virtual_events_client.py'),
  registration: pythonClient('registration_client.py'),
  meetingsBothWays: pythonClient('meetings_both_ways.py'),
  webinarsBothWays: pythonClient('webinars_both_ways.py'),
  acs: ['node', join(here, 'acs_client.mjs')],
  smtp: ['node', join(here, 'smtp_outbox.mjs')],
};
const sum = { passed: 0, failed: 0, skipped: 0 };

function tell(client, state, text) {
  sum[state] += 1;
  console.log(`${state === 'skipped' ? 'skipped: ' : `${state === 'passed' ? 'ok' : state}`.padEnd(8)}${client}: ${text}`);
}

async function startSandbox(folder) {
  const readyFile = join(folder, 'ready.json');
  const child = spawn(program, ['sandbox', '--https', '--ready-file', readyFile], { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.on('error', (error) => { complaint += error.message; });
  child.stderr.on('data', (data) => { complaint += data; });
  const end = new Promise((resolve) => { child.on('close', resolve); });
  process.once('exit', () => child.kill('SIGKILL'));
  for (let tries = 0; tries < 300 && child.exitCode === null && !existsSync(readyFile); tries += 1) await sleep(100);
  if (!existsSync(readyFile)) throw new Error(`the sandbox did not start: ${complaint.trim() || 'no word from it'}`);
  return { ready: JSON.parse(readFileSync(readyFile, 'utf8')), readyFile, close: async () => { child.kill('SIGTERM'); await end; } };
}

/** The client's own lines, one a step; whatever else it says is shown only if it fails. */
async function goThrough(client, sandbox) {
  const result = await run(clients[client], {
    timeoutMs: 420_000,
    env: {
      SANDBOX_READY_FILE: sandbox.readyFile, REQUESTS_CA_BUNDLE: sandbox.ready.ca, SSL_CERT_FILE: sandbox.ready.ca,
      NODE_EXTRA_CA_CERTS: sandbox.ready.ca, LECTERN_CLI: program, LECTERN_PYTHON: python, PYTHONDONTWRITEBYTECODE: '', NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1',
    },
  });
  const before = sum.failed;
  for (const line of result.output.split('\n')) {
    const [, state, text] = line.match(/^(ok|failed|skipped:) +(.*)$/) ?? [];
    if (state) tell(client, { ok: 'passed', failed: 'failed', 'skipped:': 'skipped' }[state], text);
  }
  if (result.code !== 0 && sum.failed === before) tell(client, 'failed', `ended with code ${result.code}\n${result.output.slice(-3000)}`);
}

async function judged(client, sandbox, folder) {
  if (!existsSync(judge)) return tell(client, 'skipped', 'its traffic is not judged: ../shared/tools/validate_traffic.py is not here');
  const answer = await fetch(`${sandbox.ready.control}/traffic`);
  const traffic = await answer.json();
  const file = join(folder, 'traffic.json');
  writeFileSync(file, JSON.stringify(traffic, null, 1));
  const result = await run([python, judge, file]);
  const findings = result.output.trim().split('\n').slice(0, -1);
  if (result.code === 0 && traffic.length > 0) return tell(client, 'passed', `its traffic keeps the contract (${traffic.length} exchanges)`);
  const kept = join(output, `traffic-${client}.json`);
  mkdirSync(output, { recursive: true });
  writeFileSync(kept, JSON.stringify(traffic, null, 1));
  return tell(client, 'failed', `its traffic breaks the contract; kept in ${kept}\n  ${findings.slice(0, 20).join('\n  ') || result.output}`);
}

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(clients);
const unknown = chosen.filter((name) => !(name in clients));
if (unknown.length > 0) stop(`No such client: ${unknown.join(', ')}. There are: ${Object.keys(clients).join(', ')}.`);
if (!existsSync(program)) stop(`${program} is not there: cargo build -p lectern-cli`);

for (const client of chosen) {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-clients-'));
  try {
    const sandbox = await startSandbox(folder);
    await goThrough(client, sandbox);
    await judged(client, sandbox, folder);
    await sandbox.close();
  } catch (error) {
    tell(client, 'failed', error.message);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exit(sum.failed > 0 ? 1 : 0);
