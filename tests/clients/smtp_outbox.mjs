// Confirmations through a mail server that others wrote: `lectern messages run` with aiosmtpd behind it. What the
// server does with a mail, the recipient's name says (smtp_server.py).
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { control, ready, walk } from './steps.mjs';

const server = fileURLToPath(new URL('../../src-tauri/crates/core/tests/smtp_server.py', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lectern-outbox-'));
const common = ['--profile', join(folder, 'profile'), '--sandbox', ready.control, '--json'];
const received = [];
let event = null;

function startLectern(...args) {
  return spawn(process.env.LECTERN_CLI, [...common, ...args], { env: { ...process.env, HOME: folder, XDG_DATA_HOME: join(folder, 'data') } });
}

async function lectern(...args) {
  const child = startLectern(...args);
  const [out, error] = await Promise.all([child.stdout, child.stderr].map(async (stream) => (await stream.toArray()).join('')));
  ok(out !== '', `lectern ${args.join(' ')}: ${error}`);
  return JSON.parse(out);
}

/** Resolves with where it listens; each mail it takes goes into `received`. */
async function startServer() {
  const child = spawn(process.env.LECTERN_PYTHON, ['-W', 'ignore', server], { stdio: ['pipe', 'pipe', 'inherit'] });
  process.once('exit', () => child.kill());
  const lines = createInterface(child.stdout);
  const first = await new Promise((resolve) => { lines.once('line', resolve); });
  lines.on('line', (line) => received.push(JSON.parse(line)));
  return { port: JSON.parse(first).port, child };
}

async function signIn() {
  await control('/switches', { deviceCodeInterval: 1 });
  const child = startLectern('sign-in', '--device-code');
  for await (const line of createInterface(child.stdout)) {
    const told = JSON.parse(line);
    if (told.event === 'code') await control(`/device-codes/${told.userCode}/approve`);
    if (told.event === 'signed-in') return;
  }
  throw new Error('nobody was signed in');
}

async function registered(names) {
  const file = join(folder, 'people.csv');
  writeFileSync(file, `name,email\n${names.map((name) => `${name},${name}@example.org`).join('\n')}\n`);
  const { imported } = await lectern('registrants', 'import', file, '--event', event);
  equal(imported, names.length);
}

const states = async () => {
  const { rows } = await lectern('messages', 'list', '--event', event);
  return new Map(rows.map((row) => [row.email.split('@')[0], row]));
};

async function sent() {
  await registered(['later', 'never', 'ana', 'cut', 'greylisted', 'rude', 'bo']);
  const report = await lectern('messages', 'run');
  const { problem, nextAt, ...counts } = report;
  deepEqual(counts, { sent: 3, failed: 1, waiting: 2, ambiguous: 1 }, 'every planned mail is accounted for once');
  ok(/451/.test(problem) && Date.parse(nextAt) > Date.now() - 60_000, `why some wait, and until when: ${JSON.stringify(report)}`);
  await sleep(200);
  deepEqual(received.map((mail) => mail.recipients[0]).sort(), ['ana@example.org', 'bo@example.org', 'rude@example.org']);
}

async function told() {
  const now = await states();
  const state = Object.fromEntries([...now].map(([name, row]) => [name, row.state]));
  deepEqual(state, {
    later: 'planned', greylisted: 'planned', never: 'failed', cut: 'ambiguous', ana: 'delivered', rude: 'delivered', bo: 'delivered',
  });
  match(JSON.stringify(now.get('never')), /550/, 'the person reads the server’s own words');
}

function whole() {
  const { body, subject } = received[0];
  const [words, file] = body.parts;
  equal(file.type, 'text/calendar');
  match(file.text, /METHOD:PUBLISH/);
  match(subject, /Gala/);
  const plain = words.parts.find((part) => part.type === 'text/plain').text;
  const teams = plain.indexOf('https://teams.microsoft.com/');
  const own = plain.indexOf('lectern-sandbox://join?');
  ok(teams >= 0 && own > teams, `the link that every mail program keeps comes first: ${plain}`);
  deepEqual(words.parts.flatMap((part) => part.defects), []);
}

async function twice() {
  const before = received.length;
  await lectern('messages', 'run');
  equal(received.length, before, 'nothing that was sent or is in doubt goes out by itself');
}

const { port, child } = await startServer();
await walk([
  ['a sandbox profile is signed in and has an event', async () => {
    await signIn();
    const made = await lectern('events', 'create', '--title', 'Gala', '--start', '2026-12-01T18:00', '--end', '2026-12-01T19:00', '--zone', 'Europe/Paris');
    event = made.id;
    await lectern('registration', 'open', '--event', event, '--mode', 'own');
    await lectern('channel', 'smtp', '--host', '127.0.0.1', '--port', String(port), '--security', 'none', '--sender', 'events@contoso.com');
  }],
  ['each mail is sent, put back, failed or in doubt, and none holds up another', sent],
  ['the outbox tells each one’s state', told],
  ['what arrives is whole', whole],
  ['a second run sends nothing twice', twice],
]);
child.kill();
rmSync(folder, { recursive: true, force: true });
process.exit();
