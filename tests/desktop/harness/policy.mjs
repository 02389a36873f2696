// The content security policy that a program really sends, and the table that it is held to.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../scripts/lib/place.mjs';

export const tableFile = join(root, 'src-tauri/crates/core/src/companion/policy.json');
export const table = JSON.parse(readFileSync(tableFile, 'utf8'));

/** `{directive: [sources]}` of a header. */
export const parsed = (header) => Object.fromEntries(header.split(';').map((part) => part.trim().split(/\s+/)).filter(([name]) => name).map(([name, ...sources]) => [name, sources]));

/** The table's rows of these senders, one line each. */
export const rows = (...by) => table.entries.filter((row) => by.includes(row.by)).map(({ directive, source }) => `${directive} ${source}`).sort();

/** A policy as such lines; the hashes of the build's scripts are one. */
export const plain = (policy) => Object.entries(policy).flatMap(([name, sources]) => [...new Set(sources.map((source) => source.replace(/^'(sha256)-.*'$/, "'$1-…'")))].map((source) => `${name} ${source}`)).sort();

export const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** What the program sends with its page, read in its window while it runs: the policy, and the scripts of that page. */
export async function policyOf(page) {
  const told = await page.executeAsync(`const done = arguments[0];
    const read = async () => {
      const answer = await fetch('/index.html');
      const scripts = [...document.querySelectorAll('script[src]')].map((script) => script.src);
      const texts = await Promise.all(scripts.map(async (src) => (await fetch(src)).text()));
      return { header: answer.headers.get('content-security-policy'), texts };
    };
    read().then(done, (error) => done({ header: 'failed: ' + error, texts: [] }));`);
  if (!/default-src/.test(String(told.header))) throw new Error(`the program sends no policy with its page: ${told.header}`);
  return { policy: parsed(told.header), scripts: told.texts.map(hashOf) };
}

/** What a policy has that the table does not account for, and what it lacks of it. */
export function differences(policy) {
  const [sent, wanted] = [plain(policy), rows(undefined, 'window', 'tauri')];
  return [...sent.filter((row) => !wanted.includes(row)).map((row) => `not in the table: ${row}`), ...wanted.filter((row) => !sent.includes(row)).map((row) => `not sent: ${row}`)];
}
