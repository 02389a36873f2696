// What a person reads while a script works: one header a step, one line a result.
const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);

export const good = (text) => paint('32', text);
export const bad = (text) => paint('31', text);
export const quiet = (text) => paint('2', text);
export const strong = (text) => paint('1', text);

export const header = (name, about = '') => console.log(`\n${strong(`▸ ${name}`)}${about ? quiet(`  ${about}`) : ''}`);
export const line = (text) => console.log(`  ${text}`);

/** @param {number} seconds */
export function time(seconds) {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${String(Math.round(seconds % 60)).padStart(2, '0')} s`;
}

/** Ends the script with a sentence about what to do next. */
export function stop(...lines) {
  for (const text of lines) console.error(text);
  process.exit(1);
}
