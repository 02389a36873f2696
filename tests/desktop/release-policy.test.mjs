// The release build's own content security policy: it is another program than the one that the other tests drive, and
// Tauri writes the policy into each. It is read where one is built (`npm run package`, `npm run bench`).
import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { binary, root } from '../../scripts/lib/place.mjs';
import { differences, policyOf, tableFile } from './harness/policy.mjs';
import { openScreen } from './harness/screen.mjs';
import { openWindow } from './harness/window.mjs';

const released = process.env.LECTERN_RELEASE ?? binary('lectern-desktop', 'release');

function reason() {
  if (!existsSync(released)) return 'skipped: no release build (npm run package makes one)';
  const sources = [tableFile, join(root, 'tauri.conf.json')];
  const older = sources.some((file) => statSync(file).mtimeMs > statSync(released).mtimeMs);
  return older ? 'skipped: the release build is older than the policy (npm run package makes one)' : false;
}

test('the release build sends what the table accounts for, and no more', { skip: reason(), timeout: 120_000 }, async () => {
  const screen = await openScreen();
  try {
    const window = await openWindow(screen, { program: released, args: ['--explore'] });
    try {
      await window.page.find('h1', 60_000);
      const { policy, scripts } = await policyOf(window.page);
      assert.deepEqual(differences(policy), []);
      assert.ok(scripts.length > 0, 'the page has its script');
      assert.deepEqual(scripts.filter((hash) => !policy['script-src'].includes(hash)), [], 'and each is named by its hash');
    } finally {
      await window.close();
    }
  } finally {
    await screen.close();
  }
});
