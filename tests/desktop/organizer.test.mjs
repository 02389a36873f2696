// The organizer's desk in the real window, beside the main job: the guide, an event that was made elsewhere, rules and a
// queue, figures, a webinar, the probe, and a person who wants to be forgotten. What is claimed is read from the window
// and from the sandbox's control door.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { notBuilt, openApp, openSandbox, programs } from './harness/app.mjs';
import { openScreen } from './harness/screen.mjs';
import { button, field, inDialog, keys, tab } from './harness/webdriver.mjs';

const title = 'Made in Outlook';
const webinar = 'Winter webinar';
const ana = { name: 'Ana <b>Reyes</b>', email: 'ana.reyes@fabrikam.example' };
const omar = { name: 'عمر', email: 'omar@tailspin.example' };

const heading = (text) => `//h1[normalize-space(.)="${text}"]`;
const saying = (text) => `//*[contains(normalize-space(.),"${text}")]`;
const choice = (label) => `//label[starts-with(normalize-space(.),"${label}")]`;
const row = (name) => `//*[@role="table"]//*[@role="row"][.//*[contains(.,"${name}")]]`;

/** The same account on another machine, from where an event comes on the calendar without this desk. */
async function elsewhere(screen, sandbox, ...words) {
  const args = ['--profile', join(screen.home, 'elsewhere'), '--sandbox', sandbox.control, '--json'];
  const told = (program, onLine) => new Promise((resolve, reject) => {
    createInterface({ input: program.stdout }).on('line', onLine);
    let trouble = '';
    program.stderr.on('data', (part) => { trouble += part; });
    program.on('error', reject);
    program.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`lectern ${program.spawnargs.slice(6).join(' ')}: ${trouble}`))));
  });
  await told(spawn(programs.cli, [...args, 'sign-in'], { env: screen.env }), (line) => {
    const { event, userCode } = JSON.parse(line);
    if (event === 'code') void sandbox.tell(`device-codes/${userCode}/approve`);
  });
  await told(spawn(programs.cli, [...args, ...words], { env: screen.env }), () => {});
}

test('the organizer’s desk in the window', { skip: notBuilt }, async (t) => {
  let screen;
  let sandbox;
  let window;
  let page;

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

  const looked = async (name) => {
    await window.picture(name);
    assert.deepEqual(await window.axe(), [], `${name}: everybody must be able to use it`);
  };
  let broken = null;
  const step = (name, does) => t.test(name, async (inner) => {
    if (broken) return inner.skip(`skipped: “${broken}” failed`);
    try {
      return await does();
    } catch (error) {
      broken = name;
      await window?.picture(`failed-${name.replace(/\W+/g, '-')}`).catch(() => {});
      throw error;
    }
  });
  /** A dialog is gone, and a moment later what it hid from screen readers is theirs again. */
  const givenBack = async () => {
    await page.gone('[role="dialog"]');
    await page.gone('[aria-hidden="true"] nav', 30_000);
  };
  /** By the keyboard alone: what is typed, and the first thing found. */
  const goTo = async (words) => {
    await page.press(keys.control, 'k');
    await page.type('[role="dialog"] input', words);
    await page.find('//*[@role="option"]');
    await page.press(keys.enter);
    // What was chosen may be a dialog too, as a person's is.
    await page.gone('[role="dialog"][aria-label="Search everything"]');
  };
  const add = async (person) => {
    await page.click(button('Add a person'));
    await page.fill(field('Name'), person.name);
    await page.fill(field('Email'), person.email);
    await page.click(button('Add'));
    await page.find(row(person.email), 30_000);
    await page.click(button('Done'));
    await page.gone(field('Email'));
  };

  await step('the guide says what fits, and keeps what is chosen', async () => {
    await page.click(button('Use a code'));
    await page.click('//button[starts-with(normalize-space(.),"Approve as")]', 30_000);
    await page.find('nav[aria-label="Events"] [data-ready]', 60_000);
    await goTo('which integration');
    await givenBack();
    await page.find(heading('Which integration?'), 30_000);
    await page.find('//h2[.="Teams links only"] | //h3[.="Teams links only"]');
    await page.click(choice('People register beforehand'));
    await page.click(choice('People stay in Lectern'));
    await page.find(saying('Own registration, joined in Lectern'));
    await looked('80-guide');
    await page.click(button('Use what is recommended'));
    await page.find('//*[@aria-label="Next steps" or normalize-space(.)="Next steps"]', 30_000);
  });

  await step('what a dialog hid from screen readers comes back with its end', async () => {
    await page.click('//a[normalize-space(.)="Events"]');
    await page.find('nav[aria-label="Events"] [data-ready]', 60_000);
    await page.press(keys.control, 'k');
    await page.find('[role="dialog"] input');
    await page.press(keys.escape);
    await givenBack();
    await page.press(keys.shift, '?');
    await page.find('[role="dialog"] kbd', 30_000);
    assert.ok(await page.execute('return document.activeElement.closest("[role=dialog]") !== null'), 'the keyboard is in the dialog');
    await looked('81-keys');
    await page.press(keys.escape);
    await givenBack();
    await looked('81-events');
  });

  await step('an event that was made on another machine is offered, and taken over', async () => {
    await elsewhere(screen, sandbox, 'events', 'create', '--title', title, '--start', '2027-02-04T10:00', '--end', '2027-02-04T11:00', '--zone', 'Asia/Tokyo');
    await page.click('//a[normalize-space(.)="Events"]');
    await page.click(button('Read the calendar now'), 30_000);
    await page.find('//section[@aria-label="From your calendar"]', 30_000);
    await looked('81-offered');
    await page.click(button(`Take over ${title}`));
    await page.find(heading(title), 30_000);
    assert.ok(await page.has(saying('Tokyo')), 'its own zone is told');
  });

  await step('rules: one place, and whoever comes late waits', async () => {
    await page.click(button('Open registration'));
    await page.fill(field('Places'), '1');
    await page.click(inDialog('Open registration'));
    await givenBack();
    await page.click(tab('Registration'));
    await page.click(button('Rules'), 30_000);
    await page.click(choice('People can wait when all places are taken'));
    await page.click(button('Add a question'));
    await page.fill(field('Question 1'), 'Which session?');
    await looked('82-rules');
    await page.click(button('Save'));
    await page.find(button('Add a person'), 30_000);
    await add(ana);
    await add(omar);
    await page.find(`${row(omar.email)}//*[normalize-space(.)="Waiting, 1"]`, 30_000);
    await looked('83-queue');
  });

  await step('a place that becomes free goes to who waits', async () => {
    await page.click(`${row(ana.email)}//*[contains(text(),"Reyes")]`);
    await page.click(button('Remove from the list'), 30_000);
    await page.find(saying('Removed'), 30_000);
    await page.find(`${row(omar.email)}//*[normalize-space(.)="Registered"]`, 30_000);
    await page.find(`${row(ana.email)}//*[normalize-space(.)="Cancelled"]`, 30_000);
    await looked('84-given-on');
  });

  await step('figures: each picture is also a table', async () => {
    await page.click(tab('Figures'));
    await page.find('//h2[normalize-space(.)="People over time"]', 30_000);
    await looked('85-figures');
    await page.click(`(${button('Table')})[1]`);
    await page.find('//table');
    await looked('86-figures-table');
  });

  await step('a webinar: made, asked for, published', async () => {
    await page.click('//a[normalize-space(.)="Events"]');
    await page.click('a[aria-label="New event"]');
    await page.click(choice('Webinar'), 30_000);
    await page.fill(field('Title'), webinar);
    await page.click(button('Create webinar'));
    await page.click(button('Agree as the sandbox’s administrator'), 30_000);
    await page.find(heading(webinar), 60_000);
    await page.click(`//section[.//h2[@id="questions"]]${button('Add a question')}`, 30_000);
    await page.fill(field('In your words'), 'What do you hope for?');
    await page.click('//button[@type="submit" and normalize-space(.)="Add"]');
    await page.find(saying('What do you hope for?'), 30_000);
    await page.click(button('Publish'));
    await page.find(button('Copy the registration link'), 30_000);
    await looked('87-webinar');
    const { events } = await sandbox.ask('virtual-events');
    const made = events.filter(({ displayName }) => displayName === webinar).map(({ status }) => status);
    assert.deepEqual(made, ['published'], 'one webinar, as Teams has it');
  });

  await step('the probe asks its questions, and leaves nothing', async () => {
    const before = await sandbox.ask('virtual-events');
    await page.click('//a[normalize-space(.)="Settings"]');
    // What the doctor finds moves the page as it comes.
    await page.find(button('Create this and ask'), 60_000);
    await page.gone('[aria-label="Checking"]', 60_000);
    await page.click(button('Create this and ask'));
    await page.find(button('Create this and ask again'), 120_000);
    await looked('88-probe');
    const after = await sandbox.ask('virtual-events');
    assert.equal(after.events.length, before.events.length, 'no webinar is left, since none is made');
  });

  await step('a person is found by name from anywhere', async () => {
    await goTo('omar@tailspin');
    await page.find(`//*[@role="dialog"]//*[contains(.,"${omar.name}")]`, 30_000);
    await looked('89-person');
    await page.press(keys.escape);
    await givenBack();
    await setTimeout(500);
    assert.equal(await page.has('[role="dialog"]'), false, 'closed once, it stays closed');
  });

  await step('and forgotten when they want to be', async () => {
    await goTo('privacy export');
    await givenBack();
    await page.type(field('Email'), omar.email);
    await page.click(button('Look up'));
    await page.click(button('Erase…'), 30_000);
    await page.type(field('Type the address once more'), omar.email);
    await looked('90-erase');
    await page.click(button('Erase for good'));
    await page.find(saying('The history calls them erased-'), 60_000);
    await looked('91-erased');
    await goTo(title.toLowerCase());
    await givenBack();
    await page.click(tab('Registration'), 30_000);
    await page.find(button('Rules'), 30_000);
    assert.equal(await page.has(saying(omar.email)), false, 'their address is nowhere');
  });
});
