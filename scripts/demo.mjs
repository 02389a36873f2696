// `npm run demo`: the whole job in the terminal, on a sandbox of its own. Needs no display and no GUI libraries.
import { binary } from './lib/place.mjs';
import { attach } from './lib/run.mjs';
import { buildCli } from './lib/build.mjs';
import { header } from './lib/say.mjs';
import { setUp } from './setup.mjs';

await setUp('demo');
await buildCli();
header('demo');
const extra = process.argv[1]?.endsWith('demo.mjs') ? process.argv.slice(2) : [];
process.exitCode = await attach([binary('lectern'), 'demo', ...extra]);
