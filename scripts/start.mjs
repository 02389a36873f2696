// `npm start`: set up, build what changed, open the real window in a sandbox profile. Arguments after `--` go to the app.
import { createInterface } from 'node:readline/promises';
import { binary } from './lib/place.mjs';
import { attach } from './lib/run.mjs';
import { header, stop } from './lib/say.mjs';
import { buildShell, buildWindow } from './lib/build.mjs';
import { setUp } from './setup.mjs';

const display = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;

async function withoutDisplay() {
  console.log('There is no display here (DISPLAY and WAYLAND_DISPLAY are empty), so no window can open.');
  console.log('The same job runs in the terminal: npm run demo');
  if (!process.stdin.isTTY) process.exit(1);
  const ask = createInterface({ input: process.stdin, output: process.stdout });
  const said = await ask.question('Run it now? [Y/n] ');
  ask.close();
  if (/^n/i.test(said.trim())) process.exit(1);
  await import('./demo.mjs');
}

async function withWindow() {
  await setUp('start');
  await buildWindow();
  await buildShell();
  header('open', 'the window, in a sandbox: nothing here reaches Microsoft');
  const extra = process.argv.slice(2);
  // `--explore` is the app's word for a sandbox profile; it keeps that one in the user's data folder, apart from real ones.
  const code = await attach([binary('lectern-desktop'), '--explore', ...extra]);
  if (code !== 0) stop(`Lectern ended with code ${code}.`);
}

await (display ? withWindow() : withoutDisplay());
