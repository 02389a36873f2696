// The screen's keychain, asked as any other program would.
import { spawnSync } from 'node:child_process';

const tool = (screen, input, ...args) => spawnSync('secret-tool', args, { env: screen.env, input, encoding: 'utf8', timeout: 10_000 });

/** Writes a secret and reads it back: `kept`, or what went wrong. */
export function answerOf(screen, name) {
  const written = tool(screen, 'kept', 'store', '--label=trial', 'lectern-trial', name);
  if (written.status !== 0) return `not stored: ${written.stderr}`;
  const read = tool(screen, '', 'lookup', 'lectern-trial', name);
  tool(screen, '', 'clear', 'lectern-trial', name);
  return read.stdout;
}
