// `npm test`: set up, then every stage, cheap first. `npm test -- --only crates,ui`, `-- --list`, `-- --stop`.
import { mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { count, gone, notJudged, nothing, reasons, upstream } from './lib/counts.mjs';
import { output, root, target } from './lib/place.mjs';
import { run } from './lib/run.mjs';
import { bad, good, header, line, quiet, stop, strong, time } from './lib/say.mjs';
import { stages } from './lib/stages.mjs';
import { testPython } from './lib/tools.mjs';
import { setUp } from './setup.mjs';

const logs = join(output, 'logs');

function choose(args) {
  const wish = { only: null, stopEarly: false };
  for (let at = 0; at < args.length; at += 1) {
    const [name, value] = args[at].split('=', 2);
    if (name === '--only') wish.only = (value ?? args[(at += 1)] ?? '').split(',');
    else if (name === '--stop') wish.stopEarly = true;
    else if (name === '--list') {
      for (const stage of stages) console.log(`${stage.name.padEnd(12)} ${stage.about}`);
      process.exit(0);
    } else stop(`Unknown option ${name}. Known: --only STAGE[,STAGE], --stop (at the first failure), --list.`);
  }
  const unknown = (wish.only ?? []).filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) stop(`No such stage: ${unknown.join(', ')}. There are: ${stages.map((stage) => stage.name).join(', ')}.`);
  return { ...wish, stages: stages.filter((stage) => wish.only === null || wish.only.includes(stage.name)) };
}

async function perform(stage) {
  const log = join(logs, `${stage.name}.log`);
  let code = 0;
  let text = '';
  try {
    const commands = typeof stage.commands === 'function' ? await stage.commands() : stage.commands;
    for (const command of commands) {
      const result = await run(command, { log, beat: true, env: { ...pythonEnv, ...stage.env }, timeoutMs: stage.timeoutMs ?? 45 * 60_000 });
      text += result.output;
      code = result.code;
      if (code !== 0) break;
    }
  } catch (error) {
    code = 1;
    text += `${error.message}\n`;
  }
  if (code !== 0 && stage.skipOn?.test(text)) return { code: 0, skipped: stage.skipReason, sum: { ...nothing(), skipped: 1 }, text, log };
  const sum = count(stage.counts, text, code);
  // A runner that found no test at all proves nothing.
  if (code === 0 && sum.passed + sum.failed + sum.skipped === 0) return { code: 1, skipped: null, sum: { ...nothing(), failed: 1 }, text: `${text}\nThis stage ran no test.\n`, log };
  return { code, skipped: null, sum, text, log };
}

function tell(stage, result, seconds) {
  const { passed, failed, skipped } = result.sum;
  const unjudged = notJudged(result.text ?? '');
  const reserve = unjudged.tests > 0 ? ` (${unjudged.tests} not judged)` : '';
  const numbers = stage.counts === 'check' ? '' : `  ${passed} passed${reserve}, ${failed} failed, ${skipped} skipped`;
  if (result.skipped) return line(quiet(`skipped: ${result.skipped}`));
  if (result.code === 0) {
    line(`${good('ok')}  ${time(seconds)}${quiet(numbers)}`);
    for (const reason of reasons(result.text)) line(quiet(`skipped: ${reason}`));
    for (const reason of unjudged.reasons) line(quiet(`not judged: ${reason}`));
    for (const finding of upstream(result.text)) line(quiet(`upstream: ${finding}`));
    for (const finding of gone(result.text)) line(`gone: ${finding}`);
    return undefined;
  }
  console.log(result.text.split('\n').slice(-120).join('\n'));
  line(`${bad('failed')}  ${time(seconds)}${numbers}   whole output: ${relative(root, result.log)}`);
  return undefined;
}

function table(rows) {
  header('result');
  for (const { stage, result, seconds } of rows) {
    const state = result.skipped ? 'skipped' : result.code === 0 ? 'ok' : 'FAILED';
    line(`${stage.name.padEnd(12)} ${state.padEnd(8)} ${time(seconds).padStart(12)}`);
  }
}

const wish = choose(process.argv.slice(2));
const began = Date.now();
await setUp('test');
// The judge of recorded traffic and the SMTP server are run by Rust tests too.
const { python } = await testPython();
const pythonEnv = python ? { LECTERN_PYTHON: python } : {};
rmSync(logs, { recursive: true, force: true });
mkdirSync(logs, { recursive: true });
line(quiet(`build kept in ${target}`));

const rows = [];
for (const [index, stage] of wish.stages.entries()) {
  header(`${index + 1}/${wish.stages.length} ${stage.name}`, stage.about);
  const start = Date.now();
  const reason = (await stage.skip?.()) ?? null;
  const result = reason ? { code: 0, skipped: reason, sum: { ...nothing(), skipped: 1 } } : await perform(stage);
  const seconds = (Date.now() - start) / 1000;
  rows.push({ stage, result, seconds });
  tell(stage, result, seconds);
  if (wish.stopEarly && result.code !== 0) break;
}

table(rows);
const sum = rows.reduce((all, { result }) => ({
  passed: all.passed + result.sum.passed, failed: all.failed + result.sum.failed, skipped: all.skipped + result.sum.skipped,
}), nothing());
console.log(`\n${strong('all stages')} in ${time((Date.now() - began) / 1000)}\n`);
const unjudged = rows.reduce((all, { result }) => all + notJudged(result.text ?? '').tests, 0);
if (unjudged > 0) line(`${unjudged} of those that passed ran without the judge of recorded traffic`);
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exitCode = rows.every(({ result }) => result.code === 0) && sum.failed === 0 ? 0 : 1;
