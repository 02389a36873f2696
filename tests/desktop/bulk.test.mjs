// A long list in the real window: its progress is seen, it is stopped, killed in the midst, gone on with, and undone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { notBuilt, openApp, openSandbox, terminal } from './harness/app.mjs';
import { openScreen } from './harness/screen.mjs';
import { button, field, tab } from './harness/webdriver.mjs';

const title = 'A long list';
/** Long enough to be met in the midst, short enough for a debug build. */
const people = 20_000;
const counted = people.toLocaleString('en');

test('a long list is imported', { skip: notBuilt }, async (t) => {
  let screen;
  let sandbox;
  let window;
  let page;
  let event;

  const open = async () => {
    window = await openApp(screen, sandbox);
    page = window.page;
  };
  const listed = () => terminal(screen, sandbox, 'registrants', 'list', '--event', event).total;
  const toList = async () => {
    await page.click(`//nav[@aria-label="Events"]//*[normalize-space(text())="${title}"]`, 60_000);
    await page.click(tab('Registration'), 30_000);
  };
  const dropped = async () => {
    await page.find('text=Drop a list here');
    await page.execute(`
      const rows = ['Name,Email'];
      for (let n = 0; n < arguments[0]; n += 1) rows.push('Guest ' + n + ',guest' + n + '@example.org');
      const drop = new DragEvent('drop', { bubbles: true, cancelable: true });
      Object.defineProperty(drop, 'dataTransfer', { value: { files: [new File([rows.join('\\n')], 'guests.csv')], types: ['Files'] } });
      [...document.querySelectorAll('h2')].find((heading) => heading.textContent === 'Drop a list here').parentElement.dispatchEvent(drop);`, people);
    await page.click(button(`Import ${counted} people`), 60_000);
    await page.find('//*[starts-with(normalize-space(.),"Written ") and not(*)]', 60_000);
  };

  before(async () => {
    screen = await openScreen();
    sandbox = await openSandbox(screen);
    await open();
    await page.click(button('Use a code'));
    await sandbox.tell(`device-codes/${await page.text('output', 30_000)}/approve`);
    await page.click('a[aria-label="New event"]', 60_000);
    await page.fill(field('Title'), title);
    await page.click(button('Create event'));
    await page.find(`//h1[.="${title}"]`, 60_000);
    event = terminal(screen, sandbox, 'events', 'list').events[0].id;
    terminal(screen, sandbox, 'registration', 'open', '--event', event);
  });
  after(async () => {
    await window?.close();
    await sandbox?.close();
    await screen?.close();
  });

  await t.test('and stopped: nobody is on the list', async () => {
    await toList();
    await page.click(button('Import people'), 30_000);
    await dropped();
    await window.picture('import-running');
    assert.deepEqual(await window.axe(), []);
    await page.click(button('Stop'));
    await page.find('text=Stopped. Nobody was imported.', 60_000);
    assert.equal(listed(), 0);
  });

  await t.test('and killed in the midst: nobody is on the list, and it is gone on with', async () => {
    await page.click(button('Choose another'), 30_000);
    await dropped();
    assert.ok(await window.kill() > 0, 'a window that had ended by itself was not killed');
    assert.equal(listed(), 0, 'all or nothing');
    await open();
    await toList();
    await page.find('//*[contains(normalize-space(.),"was cut off")]', 60_000);
    await window.picture('import-cut-off');
    await page.click(button('Go on with it'));
    await page.find(`text=${counted} people are registered.`, 180_000);
    assert.equal(listed(), people, 'everybody, and nobody twice');
  });

  await t.test('and undone as a whole', async () => {
    await page.click(button('Undo'));
    await page.find(`text=${counted} people are off the list again.`, 120_000);
    assert.equal(listed(), 0);
  });
});
