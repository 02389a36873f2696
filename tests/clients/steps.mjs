// What each client for Node is given: where the sandbox is, its control door, and a line a step.
import { readFileSync } from 'node:fs';

export const ready = JSON.parse(readFileSync(process.env.SANDBOX_READY_FILE, 'utf8'));

/** Asks the sandbox's control door, which is plain HTTP. */
export async function control(path, body = {}, method = 'POST') {
  const answer = await fetch(`${ready.control}${path}`, method === 'GET' ? {} : {
    method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Runs the steps in their order: `[name, async function]`. */
export async function walk(steps) {
  for (const [name, step] of steps) {
    const began = Date.now();
    try {
      await step();
      console.log(`ok      ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    } catch (error) {
      process.exitCode = 1;
      const where = error.stack?.match(/_client\.mjs:\d+/)?.[0];
      console.log(`failed  ${name}: ${String(error.message).replaceAll(/\s+/g, ' ').slice(0, 400)}${where ? ` (${where})` : ''}`);
    }
  }
}
