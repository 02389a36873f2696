// What a guest does in a call, by the composite's own marks.
import { pause, until } from './processes.mjs';
import { button, inDialog } from './webdriver.mjs';

/** Presses Join, after accepting the terms where they are asked for. */
export async function joinAsGuest(page) {
  const terms = '//label[contains(.,"terms for its calling software")]';
  if (await page.has(terms)) await page.click(terms);
  await page.click(button('Join now'));
  await page.find('text=The host knows you are here', 60_000);
}

/** Writes to the others, and waits until one of them has answered. */
export async function chat(page, words) {
  await page.click('[data-ui-id="common-call-composite-chat-button"], button[aria-label*="Chat"]', 30_000);
  const box = '[role="textbox"], textarea';
  await page.type(box, words);
  await page.press('\uE007');
  await page.find(`//*[contains(.,"${words}")]`);
  await page.find('//*[contains(@aria-label,"Diego Siciliani said") or contains(.,"Good question")]', 30_000);
}

export async function turnOnCaptions(page) {
  const [menu, turnOn] = ['//*[@role="menuitem"][contains(.,"aptions")]', '//*[@role="menuitem"][contains(.,"Turn on captions")]'];
  // The pointer opens the inner menu on its way, and the click that follows may close it again: then once more.
  await until(async () => {
    if (!(await page.has(menu))) await page.click('[data-ui-id="common-call-composite-more-button"]');
    await page.click(menu, 3000);
    return page.click(turnOn, 3000);
  }, 'the captions to be turned on', 60_000);
  await page.click(button('Confirm'), 30_000);
  // Whichever of the simulated sentences comes next.
  const said = ['start with what ships', 'be shared afterwards', 'The slides and the'].map((words) => `contains(text(),"${words}")`);
  await page.find(`//*[${said.join(' or ')}]`, 60_000);
}

/** Hangs up; the composite may ask whether that is meant. */
export async function leave(page) {
  await page.click('[data-ui-id="call-composite-hangup-button"]');
  await pause(800);
  if (await page.has(inDialog('Leave'))) await page.click(inDialog('Leave'));
}
