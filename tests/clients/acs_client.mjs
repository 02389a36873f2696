// The ACS clients for JavaScript make guests' tokens and send mail on the sandbox's resource.
import { CommunicationIdentityClient } from '@azure/communication-identity';
import { EmailClient, KnownEmailSendStatus } from '@azure/communication-email';
import { randomUUID } from 'node:crypto';
import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { control, ready, walk } from './steps.mjs';

const [, endpoint, key] = ready.acsConnectionString.match(/^endpoint=([^;]+);accesskey=(.+)$/);
const identity = new CommunicationIdentityClient(ready.acsConnectionString);
// No retries: a refusal is what is looked at.
const email = new EmailClient(ready.acsConnectionString, { retryOptions: { maxRetries: 0 } });
const { tenant } = await control('', {}, 'GET');
const guest = ['voip.join', 'chat.join.limited'];

const claims = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString('utf8'));
const minutesLeft = (date) => (date.getTime() - Date.now()) / 60_000;

/** A token for any resource by a plain token request: `azure-core` takes whatever its credential gives. */
async function entra(path, form) {
  const answer = await fetch(`${ready.entra}/${ready.tenantId}/oauth2/v2.0/${path}`, { method: 'POST', body: new URLSearchParams(form) });
  const body = await answer.json();
  ok(answer.ok, `${path}: ${JSON.stringify(body)}`);
  return body;
}

const mail = (change = {}) => ({
  senderAddress: ready.sender,
  content: { subject: 'Ihre Anmeldung: Café & Zażółć', plainText: 'Grüße ✓', html: '<p>Grüße ✓</p>' },
  recipients: { to: [{ address: 'ana@example.org', displayName: 'Ana Reyes' }] },
  replyTo: [{ address: 'events@contosoevents.onmicrosoft.com', displayName: 'Contoso Events' }],
  attachments: [{ name: 'event.ics', contentType: 'text/calendar', contentInBase64: Buffer.from('BEGIN:VCALENDAR').toString('base64') }],
  userEngagementTrackingDisabled: true,
  ...change,
});

async function identities() {
  const { user, token, expiresOn } = await identity.createUserAndToken(guest, { tokenExpiresInMinutes: 60 });
  ok(user.communicationUserId.startsWith('8:acs:'), user.communicationUserId);
  ok(Math.abs(minutesLeft(expiresOn) - 60) < 1, `it asked for an hour and has ${minutesLeft(expiresOn)} minutes`);
  deepEqual(claims(token).acsScope.split(','), guest);
  equal(`8:${claims(token).skypeid}`, user.communicationUserId, 'the token is this identity’s');

  const plain = await identity.createUser();
  const issued = await identity.getToken(plain, ['voip']);
  ok(Math.abs(minutesLeft(issued.expiresOn) - 24 * 60) < 1, 'a token lives a day unless another time is asked for');
  await identity.revokeTokens(plain);
  await identity.deleteUser(plain);
  await rejects(identity.getToken(plain, ['voip']), (error) => [403, 404].includes(error.statusCode), 'a deleted identity gets no token');
}

async function wrongLife() {
  const user = await identity.createUser();
  for (const minutes of [59, 1441]) {
    await rejects(identity.getToken(user, ['voip'], { tokenExpiresInMinutes: minutes }), { statusCode: 400 }, `${minutes} minutes are refused`);
  }
}

async function wrongKey() {
  const wrong = key.replace(/^..../, 'AAAA');
  const stranger = new CommunicationIdentityClient(`endpoint=${endpoint};accesskey=${wrong}`);
  await rejects(stranger.createUser(), (error) => error.statusCode === 401 && error.code === 'Denied', 'another key signs another hash');
  const sender = new EmailClient(`endpoint=${endpoint};accesskey=${wrong}`);
  await rejects(sender.beginSend(mail()), { statusCode: 401 });
}

async function byEntraToken() {
  const [, service] = tenant.apps;
  const credential = {
    async getToken(scopes) {
      const given = await entra('token', {
        grant_type: 'client_credentials', client_id: service.clientId, client_secret: service.secret, scope: [scopes].flat().join(' '),
      });
      return { token: given.access_token, expiresOnTimestamp: Date.now() + given.expires_in * 1000 };
    },
  };
  const client = new CommunicationIdentityClient(endpoint, credential);
  const { user, token } = await client.createUserAndToken(['chat.join.limited']);
  equal(`8:${claims(token).skypeid}`, user.communicationUserId);
  const sent = await new EmailClient(endpoint, credential).beginSend(mail());
  equal((await sent.pollUntilDone()).status, KnownEmailSendStatus.Succeeded);
}

async function teamsUser() {
  const scope = 'https://auth.msft.communication.azure.com/Teams.ManageCalls https://auth.msft.communication.azure.com/Teams.ManageChats';
  const code = await entra('devicecode', { client_id: ready.clientId, scope });
  await control(`/device-codes/${code.user_code}/approve`, { user: 'ana.reyes' });
  const given = await entra('token', {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code', client_id: ready.clientId, device_code: code.device_code,
  });
  const ana = tenant.users.find((user) => user.displayName === 'Ana Reyes').id;
  const asked = { teamsUserAadToken: given.access_token, clientId: ready.clientId, userObjectId: ana };
  const token = await identity.getTokenForTeamsUser(asked);
  equal(claims(token.token).skypeid, `orgid:${ana}`, 'the token is the Teams user’s own');
  ok(minutesLeft(token.expiresOn) > 0);
  const other = { ...asked, userObjectId: tenant.users[0].id };
  await rejects(identity.getTokenForTeamsUser(other), { statusCode: 400 }, 'nobody exchanges a token for someone else');
}

async function mailToItsEnd() {
  await control('/switches', { emailSecondsUntilDone: 2 });
  const operationId = randomUUID();
  const poller = await email.beginSend(mail(), { operationId });
  equal(poller.getOperationState().status, 'running', 'it is accepted first');
  const result = await poller.pollUntilDone();
  await control('/switches', { emailSecondsUntilDone: 0 });
  deepEqual(result, { id: operationId, status: KnownEmailSendStatus.Succeeded });
  const received = (await control('/mail', {}, 'GET')).filter((one) => one.operationId === operationId);
  equal(received.length, 1, 'once');
  equal(received[0].subject, 'Ihre Anmeldung: Café & Zażółć');
  equal(received[0].attachments[0].name, 'event.ics');
}

async function mailRefused() {
  const crowd = Array.from({ length: 51 }, (_, n) => ({ address: `p${n}@example.org` }));
  const refused = [
    [mail({ recipients: { to: crowd } }), 400, '51 recipients'],
    [mail({ recipients: { to: [{ address: 'nobody' }] } }), 400, 'an address that is none'],
    [mail({ senderAddress: 'x@y.example' }), [400, 404], 'a sender of no verified domain'],
    [mail({ attachments: [{ name: 'a.exe', contentType: 'application/x-msdownload', contentInBase64: 'AA==' }] }), 400, 'an attachment of a forbidden type'],
  ];
  for (const [message, status, why] of refused) {
    await rejects(email.beginSend(message), (error) => [status].flat().includes(error.statusCode) && Boolean(error.code), why);
  }
}

async function mailThrottled() {
  await control('/faults', { route: 'POST /emails:send', count: 1, status: 429, retryAfter: 1 });
  const began = Date.now();
  const poller = await new EmailClient(ready.acsConnectionString).beginSend(mail());
  equal((await poller.pollUntilDone()).status, KnownEmailSendStatus.Succeeded);
  ok(Date.now() - began >= 1000, 'the client waits as long as it is told');
}

await walk([
  ['an identity is made, given tokens, revoked and deleted', identities],
  ['a token’s life is an hour to a day', wrongLife],
  ['another key is refused', wrongKey],
  ['an Entra token opens the resource in place of the key', byEntraToken],
  ['a Teams user’s token is exchanged', teamsUser],
  ['a mail is followed to Succeeded and lies in the mailbox', mailToItsEnd],
  ['a mail that breaks a limit is refused', mailRefused],
  ['a throttled mail leaves on the second try', mailThrottled],
]);
