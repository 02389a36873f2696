// `npm run package`: the .deb with both programs, a release build. About a quarter of an hour on two cores the first time.
import { statSync } from 'node:fs';
import { makePackage } from './lib/package.mjs';
import { header, line, time } from './lib/say.mjs';
import { setUp } from './setup.mjs';

await setUp('start');
header('package', 'release build, then the .deb');
const began = Date.now();
const made = await makePackage();
line(`${made}: ${(statSync(made).size / 1e6).toFixed(1)} MB, made in ${time((Date.now() - began) / 1000)}`);
