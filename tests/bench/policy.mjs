// The release build's own content security policy, beside the table that it is held to.
import { differences, policyOf } from '../desktop/harness/policy.mjs';
import { openWindow } from '../desktop/harness/window.mjs';
import { lectern } from './programs.mjs';
import { line } from './statistics.mjs';

export async function policy(screen) {
  const window = await openWindow(screen, { program: lectern, args: ['--explore'] });
  try {
    await window.page.find('h1', 60_000);
    const found = differences((await policyOf(window.page)).policy);
    for (const difference of found) console.log(difference);
    return [line({ name: 'rows of the release build’s policy that differ from its table', unit: '', digits: 0, ours: [found.length], limit: 0 })];
  } finally {
    await window.close();
  }
}
