// What reading a link costs; measured by a program of its own.
import { run } from '../../scripts/lib/run.mjs';
import { binary } from '../../scripts/lib/place.mjs';
import { line, ratio } from './statistics.mjs';

/** Of all shapes, the one whose bytes cost most when there are many of them. */
function worst(hostile, part, size) {
  const byRatio = (shape) => ratio(shape[part][size], shape[part].short).median;
  return hostile.reduce((found, shape) => (byRatio(shape) > byRatio(found) ? shape : found));
}

export async function links(runs) {
  const result = await run([binary('examples/links_bench', 'release'), String(runs)]);
  if (result.code !== 0) throw new Error(`links_bench failed:\n${result.output.slice(-2000)}`);
  const { links: count, ours, url, hostile } = JSON.parse(result.output.trim().split('\n').at(-1));
  const beside = (name, part, size) => {
    const shape = worst(hostile, part, size);
    return line({ name: `${name} (worst shape: ${shape.name})`, unit: 'ns/byte', ours: shape[part][size], base: shape[part].short, limit: 2, digits: 2 });
  };
  return [
    line({ name: `reading one of ${count} links ÷ Url::parse`, unit: 'ns', ours, base: url, limit: 8 }),
    beside('a hostile link of 64 KB ÷ one of 1 KB', 'read', 'long'),
    beside('a hostile link of 8 KB, the longest that is read, ÷ one of 1 KB', 'read', 'longest'),
    beside('64 KB taken out of a log ÷ 1 KB', 'redact', 'long'),
  ];
}
