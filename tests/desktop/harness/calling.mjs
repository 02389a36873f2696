// Microsoft's calling service as far as its addresses go: every host that the calling SDK asks for is written down and
// answered, or refused, here. Nothing leaves this machine. The answers are shaped as the SDK's own code reads them.
import { until } from './processes.mjs';

/** A service hands on to hosts of its own cloud. */
const assignedBy = (host) => `trouter-test-a.${host.replace(/^go\./, '')}`;
const actions = ['addModality', 'addParticipant', 'addParticipantAndModality', 'leave', 'notificationLinks', 'removeModality', 'removeParticipant'];

function answer(url) {
  const { hostname, pathname } = new URL(url);
  // Without a part for the calling SDK, as the worldwide cloud answers here, it goes on with its own settings for that one.
  const settings = hostname.includes('.gov.') ? { AcsCallingSDKWeb: {} } : {};
  if (/(^|\.)ecs\./.test(hostname)) return { ...settings, ECS: {}, Headers: { ETag: '"1"', Expires: 'Thu, 25 Nov 2100 00:00:00 GMT', CountryCode: 'DE' } };
  if (/^(\/trap)?\/tokens$/.test(pathname)) return { realm: 'rtcmedia', username: 'u', password: 'p', expires: 604_800, tokens: [] };
  if (hostname.startsWith('go.trouter.') && pathname === '/') return 'Trouter';
  if (pathname.endsWith('/cpconv') || pathname === '/conv/') {
    const call = `https://${hostname}/conv/test/`;
    const links = Object.fromEntries(actions.map((name) => [name, call + name]));
    return { conversationController: call, sequenceNumber: 1, links, roster: { type: 'Full', participants: {} }, groupContext: {}, state: {}, properties: {}, conversationId: 'test' };
  }
  return {};
}

const allowed = (request) => ({
  'access-control-allow-origin': request.headers().origin ?? '*',
  'access-control-allow-headers': request.headers()['access-control-request-headers'] ?? '*',
  'access-control-allow-methods': '*',
  'access-control-allow-credentials': 'true',
});

function greet(socket) {
  const assigned = assignedBy(new URL(socket.url()).hostname);
  const surl = `https://${assigned}:3443/v4/f/test/`;
  const connected = { ttl: 586_304, surl, url: surl, id: '1', ccid: '1', curlb: `https://${assigned}/v4/c`, connectparams: { sr: '1' }, reconnectUrl: `https://${assigned}/v4/c`, dur: 1 };
  socket.onMessage((message) => {
    const asked = /^5:(\d+)\+::/.exec(String(message));
    if (asked) socket.send(`6:::${asked[1]}+[]`);
  });
  setTimeout(() => {
    socket.send('1::');
    socket.send(`5:1::${JSON.stringify({ name: 'trouter.connected', args: [connected] })}`);
  }, 100);
}

/**
 * Stands between a page and everything that is not its own server, and hears what the page's policy forbids.
 * @param {import('playwright-core').BrowserContext} context
 * @param {string} own the page's own origin
 * @param {'answers'|'silence'|'refusal'} manner `silence`: requests stay open, as on a network that swallows them
 * @returns {Promise<{hosts: () => string[], comesTo: (part: string, limitMs: number) => Promise<true>, violations: string[], end: () => Promise<void>}>}
 */
export async function standBetween(context, own, manner) {
  const seen = new Set();
  const violations = [];
  const asked = [];
  const note = (url) => asked.push(url) && seen.add(new URL(url).origin === 'null' ? url.split('/').slice(0, 3).join('/') : new URL(url).origin);
  const isForeign = (url) => url.origin !== own && /^https?:$/.test(url.protocol);
  const open = [];
  await context.route(isForeign, async (route) => {
    const request = route.request();
    note(request.url());
    if (manner === 'refusal') return route.abort('internetdisconnected');
    if (manner === 'silence') return open.push(route);
    const body = answer(request.url());
    return route.fulfill({ status: 200, headers: allowed(request), contentType: 'application/json', body: typeof body === 'string' ? body : JSON.stringify(body) });
  });
  await context.routeWebSocket(/^wss?:/, (socket) => {
    note(socket.url());
    if (manner === 'answers') greet(socket);
    else socket.close();
  });
  const heard = (message) => {
    const text = message.text();
    if (/Content Security Policy|^policy: /.test(text)) violations.push(text);
  };
  context.on('console', heard);
  return {
    hosts: () => [...seen].sort(),
    comesTo: (part, limitMs) => until(() => asked.some((url) => url.includes(part)), `the calling SDK to come to ${part}`, limitMs).catch((error) => {
      throw new Error(`${error.message}; it asked for ${[...seen].join(', ')}`);
    }),
    violations,
    end: () => Promise.all(open.map((route) => route.abort().catch(() => {}))),
  };
}

/** Runs in the page, before its own code or once it is there: what is refused is said where the test hears it. */
export function tellViolations() {
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) => {
    console.log(`policy: ${effectiveDirective} refused ${blockedURI} from ${sourceFile}`);
  });
}
