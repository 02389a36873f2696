// A start for another profile than the one that is open: it is told, nothing of it is opened, and a call goes on.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { notBuilt, openApp, openSandbox, profileOf, programs } from './harness/app.mjs';
import { joinAsGuest } from './harness/call.mjs';
import { running, start, until } from './harness/processes.mjs';
import { openScreen } from './harness/screen.mjs';
import { button, field } from './harness/webdriver.mjs';

const link = (number) => `lectern-sandbox://join?link=${encodeURIComponent(`https://teams.microsoft.com/meet/2938475610293${number}?p=Zk3Vb9Qw`)}`;
const told = (screen) => `//*[contains(normalize-space(.),"Lectern is open with the profile in ${profileOf(screen)}. What was just started is for the one in ${join(screen.home, 'other')}, so nothing of it was opened.")]`;
const ours = (screen) => running(screen, ([name]) => name === programs.desktop);

test('another profile', { skip: notBuilt }, async (t) => {
  let screen;
  let sandbox;
  let window;
  let page;

  /** A second start with this folder; it must end by itself. */
  const startFor = async (folder, ...more) => {
    const second = start([programs.desktop, '--profile', folder, '--sandbox', sandbox.control, ...more], { env: screen.env, log: screen.log });
    assert.equal((await second.ended).code, 0, 'it was taken over by the running program');
    assert.equal(ours(screen).length, 1);
  };
  const other = () => join(screen.home, 'other');

  before(async () => {
    screen = await openScreen();
    sandbox = await openSandbox(screen);
    window = await openApp(screen, sandbox);
    page = window.page;
  });
  after(async () => {
    await window?.close();
    await sandbox?.close();
    await screen?.close();
  });

  await t.test('its link is told to be that profile’s, and not opened in this one', async () => {
    await startFor(other(), link(1));
    await page.find(told(screen), 30_000);
    assert.equal((await page.windows()).length, 1, 'no join window opens for it');
    assert.equal(existsSync(other()), false, 'nor is that profile made');
    await window.picture('63-another-profile');
    assert.deepEqual(await window.axe(), []);
    await page.click(button('Dismiss'));
    await page.gone(told(screen));
  });

  await t.test('its start without a link is told as well', async () => {
    await startFor(other());
    await page.find(told(screen), 30_000);
    await page.click(button('Dismiss'));
  });

  await t.test('this profile’s folder, written in another way, is this profile', async () => {
    const [organizer] = await page.windows();
    await startFor(`${profileOf(screen)}/../profile/`, link(2));
    await page.toWindow(await until(async () => (await page.windows()).find((handle) => handle !== organizer), 'the join window', 60_000));
    await page.find(button('Join now'), 60_000);
    assert.equal(await page.has(told(screen)), false);
  });

  await t.test('in a call it is told there, and the call goes on', async () => {
    await window.close();
    await until(() => ours(screen).length === 0, 'the program to end');
    window = await openApp(screen, sandbox, link(3));
    page = window.page;
    await page.find(button('Join now'), 60_000);
    await page.fill(field('Your name in the meeting'), 'Ana Reyes');
    await joinAsGuest(page);
    await startFor(other(), link(4));
    await page.find(told(screen), 30_000);
    await window.picture('64-another-profile-in-a-call');
    assert.equal(await page.has('text=Leave this call for another?'), false, 'there is nothing to choose');
    assert.ok(await page.has('[data-ui-id="call-composite-hangup-button"]'), 'nobody is hung up on');
  });
});
