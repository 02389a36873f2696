// `npm run bindings`: writes ui/src/bindings from the Rust types, and the trusted service's description from its routes.
// `--check` only compares, and says what differs.
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { output, root, shellFeatures } from './lib/place.mjs';
import { run } from './lib/run.mjs';
import { line, stop } from './lib/say.mjs';

const committed = join(root, 'ui', 'src', 'bindings');
const made = join(output, 'bindings');

// Where the one file of them that is no TypeScript stands.
const description = join(root, 'src-tauri', 'crates', 'service', 'openapi.json');

function files(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)));
}

rmSync(made, { recursive: true, force: true });
// ts-rs writes from inside tests; only those are run.
const result = await run(['cargo', 'test', '--locked', '--workspace', ...shellFeatures, '--lib', 'export_bindings'],
  { env: { TS_RS_EXPORT_DIR: made }, beat: true });
if (result.code !== 0) stop(result.output.slice(-4000), 'The bindings could not be generated: see above.');

const text = (folder, name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : null);
const names = [...new Set([...files(made), ...files(committed)])].sort();
const different = names.filter((name) => text(made, name) !== text(committed, name));
const describes = text(made, 'openapi.json');
if (describes === null) stop('The service was not described: is its test `export_bindings_description` still there?');
if (describes !== text(root, relative(root, description))) different.push('openapi.json');
if (files(made).length === 0) stop('No Rust type was exported: is `#[ts(export)]` still there?');

if (process.argv.includes('--check')) {
  if (different.length > 0) stop(`Rust and what is generated from it differ in: ${different.join(', ')}.`, 'Write them again with: npm run bindings');
  line(`${names.length} files, no difference`);
} else {
  mkdirSync(committed, { recursive: true });
  for (const name of different) {
    if (name === 'openapi.json') copyFileSync(join(made, name), description);
    else if (text(made, name) === null) rmSync(join(committed, name));
    else copyFileSync(join(made, name), join(committed, name));
  }
  line(different.length === 0 ? 'bindings: no change' : `written: ${different.join(', ')}`);
}
