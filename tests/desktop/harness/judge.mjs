// The judge of recorded traffic, where it is at hand: what the window sends must be what the real service would take.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../../scripts/lib/place.mjs';

const tool = join(root, '..', 'shared', 'tools', 'validate_traffic.py');
const python = process.env.LECTERN_PYTHON ?? 'python3';

/** Throws if an exchange breaks the contract. A sandbox that nobody asked anything has nothing to judge. */
export function judge(traffic) {
  if (traffic.length === 0) return;
  if (!existsSync(tool)) return console.log('skipped: the window’s traffic is not judged: the judge of recorded traffic is not there');
  if (spawnSync(python, ['-c', 'import jsonschema, yaml']).status !== 0) return console.log('skipped: the window’s traffic is not judged: Python with jsonschema and pyyaml is not there');
  const folder = mkdtempSync(join(tmpdir(), 'lectern-judged-'));
  try {
    const file = join(folder, 'traffic.json');
    writeFileSync(file, JSON.stringify(traffic));
    const { status, stdout, stderr } = spawnSync(python, [tool, file], { encoding: 'utf8', timeout: 120_000 });
    if (status !== 0) throw new Error(`the real service would not agree with the window:\n${stdout}${stderr}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
