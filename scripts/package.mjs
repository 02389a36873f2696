// `npm run package`: the .deb with both programs, a release build. About a quarter of an hour on two cores the first time.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packageCommand, target } from './lib/place.mjs';
import { run } from './lib/run.mjs';
import { header, line, stop, time } from './lib/say.mjs';
import { setUp } from './setup.mjs';

await setUp('start');
header('package', 'release build, then the .deb');
const result = await run(packageCommand, { beat: true });
if (result.code !== 0) stop(result.output.slice(-6000), 'The package could not be made: see above.');
const folder = join(target, 'release', 'bundle', 'deb');
for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.deb'))) {
  line(`${join(folder, name)}: ${(statSync(join(folder, name)).size / 2 ** 20).toFixed(1)} MiB, made in ${time(result.seconds)}`);
}
