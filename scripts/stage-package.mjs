// Puts into gen/package what the .deb carries beside the window's program: the `lectern` command and Microsoft's terms.
// The Tauri CLI calls this before it bundles.
import { copyFileSync, cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { binary, root, shellFeatures } from './lib/place.mjs';
import { run } from './lib/run.mjs';
import { header, line, stop, time } from './lib/say.mjs';
import { microsoftPackages } from './lib/notices.mjs';

const profile = process.env.TAURI_ENV_DEBUG === 'true' ? 'debug' : 'release';
const stage = join(root, 'gen', 'package');

header('package', 'the command line and the notices');
// The same selection as the build before it, which has made it already.
const built = await run(['cargo', 'build', '--locked', '--workspace', ...shellFeatures, ...(profile === 'release' ? ['--release'] : []), '--bin', 'lectern'], { beat: true });
if (built.code !== 0) stop(built.output.slice(-4000), 'The command line could not be built: see above.');
line(`lectern, ${profile}: ${time(built.seconds)}`);

rmSync(stage, { recursive: true, force: true });
mkdirSync(stage, { recursive: true });
copyFileSync(binary('lectern', profile), join(stage, 'lectern'));
for (const name of microsoftPackages) {
  const from = join(root, 'node_modules', name);
  const to = join(stage, 'microsoft', name.split('/').at(-1));
  mkdirSync(to, { recursive: true });
  for (const file of ['LICENSE', 'NOTICES.txt']) cpSync(join(from, file), join(to, file));
}
