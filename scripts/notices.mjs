// `npm run notices`: writes THIRD-PARTY-NOTICES.md. `--check` says whether it fits the lock files, `--page` makes the
// window's copies of it and of Microsoft's terms (not committed; the window's build calls this).
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compose, fingerprint, page, terms, unexpectedLicences } from './lib/notices.mjs';
import { root } from './lib/place.mjs';
import { line, stop } from './lib/say.mjs';

const file = join(root, 'THIRD-PARTY-NOTICES.md');
const shown = join(root, 'ui', 'public');

const unexpected = unexpectedLicences();
if (unexpected.length > 0) stop('Packages of the window under a licence that nobody has agreed to:', ...unexpected);

if (process.argv.includes('--check')) {
  const first = existsSync(file) ? readFileSync(file, 'utf8').split('\n', 1)[0] : '';
  if (!first.includes(fingerprint())) stop('THIRD-PARTY-NOTICES.md does not fit the lock files. Write it again with: npm run notices');
  line('notices fit the lock files');
} else if (process.argv.includes('--page')) {
  mkdirSync(shown, { recursive: true });
  writeFileSync(join(shown, 'notices.html'), page(readFileSync(file, 'utf8')));
  writeFileSync(join(shown, 'terms.html'), terms());
} else {
  const document = await compose();
  writeFileSync(file, document);
  line(`THIRD-PARTY-NOTICES.md: ${Math.round(document.length / 1024)} KiB`);
}
