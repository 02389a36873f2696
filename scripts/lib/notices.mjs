// What others wrote and Lectern ships, with their licences: npm packages of the window, crates of both programs.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './place.mjs';
import { run } from './run.mjs';

/** Under Microsoft's own terms: their licence is shipped word for word, and so are their notices. */
export const microsoftPackages = ['@azure/communication-calling', '@azure/communication-calling-effects'];

/** Licences an npm package of the window may have; cargo deny holds the same for crates. */
const npmAllowed = new Set([
  '0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'CC0-1.0', 'ISC', 'MIT', 'OFL-1.1', 'Unlicense', 'Zlib',
]);

/** Its code is under MIT; the fonts that the window ships with it are under terms of their own, as its licence says. */
const iconFonts = '@fluentui/font-icons-mdl2';

const read = (path) => readFileSync(path, 'utf8').replaceAll('\r\n', '\n').replace(/^\uFEFF/, '').trimEnd();

/** The lock file's packages that the window is made of: no tools, no types-only packages of the tests. */
function npmLocked() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, entry]) => path !== '' && !entry.dev && !entry.devOptional && !entry.optional)
    .map(([path, entry]) => ({ path, name: path.split('node_modules/').at(-1), version: entry.version, license: entry.license ?? '' }));
}

function crateLocked() {
  return [...readFileSync(join(root, 'Cargo.lock'), 'utf8').matchAll(/\nname = "(.+)"\nversion = "(.+)"\nsource = /g)]
    .map(([, name, version]) => `${name} ${version}`);
}

/** Changes exactly when a package of others is added, removed or replaced; needs nothing installed. */
export function fingerprint() {
  const rows = [...npmLocked().map(({ name, version }) => `npm ${name} ${version}`), ...crateLocked().map((row) => `crate ${row}`)];
  return createHash('sha256').update(rows.sort().join('\n')).digest('hex');
}

const allowed = (expression) => expression.replaceAll(/[()]/g, '').split(/ OR /i)
  .some((choice) => choice.split(/ AND /i).every((name) => npmAllowed.has(name.trim())));

/** Packages of the window whose licence nobody has agreed to. */
export function unexpectedLicences() {
  return npmLocked()
    .filter(({ name, license }) => !microsoftPackages.includes(name) && !allowed(license))
    .map(({ name, version, license }) => `${name} ${version}: ${license || 'no licence named'}`);
}

/** Texts of a package's folder; where MIT is one of the choices, that one is taken. */
function texts(folder, expression) {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice|copyright|unlicense)/i.test(name)
    && !/\.(js|ts|rs|spdx|html)$/i.test(name) && statSync(join(folder, name)).isFile());
  const mit = files.filter((name) => /mit/i.test(name));
  const chosen = /\bMIT\b/.test(expression) && !/\bAND\b/.test(expression) && mit.length > 0
    ? [...mit, ...files.filter((name) => /^notice/i.test(name))]
    : files;
  return chosen.map((name) => read(join(folder, name))).filter((text) => text !== '');
}

function npmPackages() {
  return npmLocked().filter(({ name }) => !microsoftPackages.includes(name)).map(({ path, name, version, license }) => ({
    name, version, license, where: `https://www.npmjs.com/package/${name}/v/${version}`, texts: texts(join(root, path), license),
  }));
}

/** Crates that end up in a program: what both packages need at run time, on any system. */
async function crates() {
  const got = await run(['cargo', 'metadata', '--locked', '--format-version', '1', '--all-features']);
  if (got.code !== 0) throw new Error(got.output.slice(-1500));
  const { packages, resolve } = JSON.parse(got.output.slice(got.output.indexOf('{"')));
  const byId = new Map(packages.map((one) => [one.id, one]));
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const seen = new Set();
  const walk = (id) => {
    if (seen.has(id)) return;
    seen.add(id);
    for (const dep of nodes.get(id).deps) if (dep.dep_kinds.some(({ kind }) => kind === null)) walk(dep.pkg);
  };
  for (const one of packages) if (['lectern-desktop', 'lectern-cli'].includes(one.name) && one.source === null) walk(one.id);
  return [...seen].map((id) => byId.get(id)).filter((one) => one.source !== null).map((one) => ({
    name: one.name, version: one.version, license: one.license ?? '', where: `https://crates.io/crates/${one.name}/${one.version}`,
    texts: texts(dirname(one.manifest_path), one.license ?? ''),
  }));
}

const byName = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1);

function list(title, packages) {
  const rows = [...packages].sort(byName).map(({ name, version, license, where }) => `- [${name} ${version}](${where}): ${license}`);
  return `## ${title}\n\n${rows.join('\n')}\n`;
}

/** One text may serve many packages: it is printed once, under their names. */
function licenceTexts(packages) {
  const groups = new Map();
  for (const one of [...packages].sort(byName)) {
    for (const text of one.texts) {
      const key = text.replaceAll(/\s+/g, ' ').trim();
      const group = groups.get(key) ?? { text, names: [] };
      group.names.push(`${one.name} ${one.version}`);
      groups.set(key, group);
    }
  }
  const blocks = [...groups.values()].map(({ text, names }) => `### ${names.join(', ')}\n\n${fenced(text)}\n`);
  return `## Licence texts\n\n${blocks.join('\n')}`;
}

const fenced = (text) => `\`\`\`\`text\n${text.replaceAll('````', "''''")}\n\`\`\`\``;

/** The call's icon fonts: which files they are, and under whose terms. */
function fontNotice() {
  const folder = join(root, 'node_modules', iconFonts);
  const { version } = JSON.parse(read(join(folder, 'package.json')));
  const fonts = readdirSync(join(folder, 'fonts')).filter((name) => name.endsWith('.woff'));
  const says = read(join(folder, 'LICENSE')).split('\n').find((row) => row.includes('assets-license'));
  if (!says) throw new Error(`${iconFonts} no longer names the licence of its fonts: read its LICENSE, then mend this.`);
  return [
    '## Icon fonts of the call\n',
    `The ${fonts.length} fonts \`fonts/fabric-icons-*.woff\` come with ${iconFonts} ${version} and are drawn only inside the`,
    'call, which Microsoft’s UI Library draws. The package’s code is under MIT; the fonts are under Microsoft’s Fabric Assets',
    'License, which allows them in applications that work with a Microsoft service. The package brings the licence’s address',
    'and not its text. Its LICENSE says:\n',
    `> ${says}\n`,
  ];
}

/** The whole document, as committed. */
export async function compose() {
  const window = npmPackages();
  const programs = await crates();
  const microsoft = microsoftPackages.map((name) => `### ${name}\n\n${fenced(read(join(root, 'node_modules', name, 'LICENSE')))}\n`);
  return [
    `<!-- Made by scripts/notices.mjs. Packages: sha256 ${fingerprint()} -->`,
    '# Third-party notices\n',
    'Lectern is made with the packages below. Each keeps its own licence; the texts follow the lists.\n',
    '## Microsoft Azure Communication Services\n',
    'These two packages are not open source. They are distributed as object code inside Lectern under the terms below,',
    'which whoever joins a call inside Lectern accepts first. Their own notices about others’ work, NOTICES.txt, are',
    'installed beside the program and follow in the notices that the program shows.\n',
    ...microsoft,
    ...fontNotice(),
    list('Packages of the window', window),
    list('Crates of the programs', programs),
    licenceTexts([...window, ...programs]),
  ].join('\n');
}

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const html = (title, body) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
  :root { color-scheme: light dark; font: 14px/1.5 "Segoe UI", Inter, system-ui, sans-serif; }
  body { margin: 24px; max-width: 1000px; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 12px/1.5 ui-monospace, monospace; }
</style>
${body}
</html>
`;

const whole = (file) => microsoftPackages
  .map((name) => `<h2>${name}: ${file}</h2>\n<pre>${escape(read(join(root, 'node_modules', name, file)))}</pre>`).join('\n');

/** The same for the window: everything in one page, with Microsoft's own notices in full. */
export const page = (document) => html('Third-party notices',
  `<pre>${escape(document.split('\n').slice(1).join('\n'))}</pre>\n${whole('NOTICES.txt')}`);

/** What is accepted before the first embedded call, and nothing else. */
export const terms = () => html('Microsoft’s terms for its calling libraries', whole('LICENSE'));
