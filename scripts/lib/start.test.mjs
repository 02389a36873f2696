import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { nodeServes, packages } from './machine.mjs';
import { root } from './place.mjs';

/** `npm start` as it begins on a machine that has these variables; nobody sits at its terminal. */
function started(variables) {
  const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', ...variables };
  return spawnSync('node', [join(root, 'scripts', 'start.mjs')], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 30_000 });
}

test('npm start says that there is no display, and what runs without one', { skip: process.platform === 'linux' ? false : 'skipped: elsewhere there is always one' }, () => {
  const { status, stdout } = started({});
  assert.match(stdout, /There is no display here/);
  assert.match(stdout, /npm run demo/, 'the same job, from the terminal');
  assert.equal(status, 1, 'a script must learn that no window was opened');
  assert.doesNotMatch(stdout, /set up|installing/, 'nothing is put on a machine that cannot show the window');
});

test('a Node that the locked build tools refuse is refused by name before they fail', () => {
  assert.deepEqual(['18.20.0', '20.18.9', '20.19.0', '20.20.2', '21.0.0', '22.12.0'].map(nodeServes), [false, false, true, true, false, true]);
});

test('a larger purpose brings what the smaller one needs', () => {
  for (const name of packages.demo) assert.ok(packages.start.includes(name), name);
  for (const name of packages.start) assert.ok(packages.test.includes(name), name);
});
