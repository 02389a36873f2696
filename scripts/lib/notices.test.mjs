import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { microsoftPackages, terms } from './notices.mjs';
import { root } from './place.mjs';

test('what a guest accepts is Microsoft’s own text, whole', () => {
  const shown = terms().replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  for (const name of microsoftPackages) {
    const text = readFileSync(join(root, 'node_modules', name, 'LICENSE'), 'utf8').replaceAll('\r\n', '\n').replace(/^\uFEFF/, '').trimEnd();
    assert.ok(text.length > 1000 && shown.includes(text), `${name}: one cannot agree to what one was not shown`);
  }
});

test('the icon fonts are shipped under their own licence’s name', () => {
  const document = readFileSync(join(root, 'THIRD-PARTY-NOTICES.md'), 'utf8');
  assert.match(document, /Fabric Assets\s+License/, 'MIT covers the package’s code only');
  assert.match(document, /fonts\/fabric-icons-\*\.woff[^]*aka\.ms\/fluentui-assets-license/);
});
