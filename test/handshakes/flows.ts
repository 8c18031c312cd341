/** The flows of real providers as configs: one SDK for those without a secret, one for the signed. */
import type { JsonObject } from '../../generator/schema/types.js'
import { CALLED_BACK, COMPUTED, EVERY } from './more-flows.js'
import { is, ok, SIGNED, TOKEN, there } from './parts.js'

/** Every flow of one sender that signs with `KEY`, in the order in which they are looked at. */
export const flows: JsonObject[] = [
  {
    name: 'graph',
    verify: 'none',
    match: [there('{query:validationToken}')],
    respond: ok('{query:validationToken}'),
  },
  {
    name: 'dropbox',
    method: 'GET',
    verify: 'none',
    match: [there('{query:challenge}')],
    respond: ok('{query:challenge}'),
  },
  {
    name: 'hub',
    method: 'GET',
    match: [is('{query:hub.mode}', 'subscribe'), there('{query:hub.verify_token}')],
    verify: { type: 'check', value: '{query:hub.verify_token}', equals: '{secret:VERIFY_TOKEN}' },
    respond: ok('{query:hub.challenge}'),
    otherwise: { status: 403 },
  },
  {
    name: 'websub',
    method: 'GET',
    verify: 'none',
    match: [{ value: '{query:hub.mode}', oneOf: ['subscribe', 'unsubscribe'] }],
    pending: true,
    registration: '{query:hub.topic}',
    respond: ok('{query:hub.challenge}'),
    otherwise: { status: 404 },
  },
  {
    name: 'twitch',
    verify: 'auth',
    match: [is('{header:Twitch-Eventsub-Message-Type}', 'webhook_callback_verification')],
    respond: ok('{json:/challenge}'),
  },
  {
    name: 'slack',
    verify: 'auth',
    match: [is('{json:/type}', 'url_verification')],
    respond: ok({ challenge: '{json:/challenge}' }),
  },
  {
    name: 'smartsheet',
    verify: 'none',
    match: [there('{header:Smartsheet-Hook-Challenge}')],
    respond: ok(undefined, { 'Smartsheet-Hook-Response': '{header:Smartsheet-Hook-Challenge}' }),
  },
  {
    name: 'discord',
    verify: 'auth',
    match: [is('{json:/type}', '1')],
    respond: ok({ type: 1 }),
  },
  {
    name: 'okta',
    method: 'GET',
    verify: 'none',
    match: [there('{header:X-Okta-Verification-Challenge}')],
    respond: ok({ verification: '{header:X-Okta-Verification-Challenge}' }),
  },
  {
    name: 'crc',
    method: 'GET',
    verify: 'none',
    match: [there('{query:crc_token}')],
    guard: [{ value: '{query:crc_token}', matches: TOKEN }],
    respond: ok({ response_token: 'sha256={query:crc_token|hmac-sha256:KEY|base64}' }),
  },
  {
    name: 'zoom',
    verify: 'auth',
    match: [is('{json:/event}', 'endpoint.url_validation')],
    guard: [{ value: '{json:/payload/plainToken}', matches: `${TOKEN}` }],
    respond: ok({
      plainToken: '{json:/payload/plainToken}',
      encryptedToken: '{json:/payload/plainToken|hmac-sha256:KEY|hex}',
    }),
  },
  {
    name: 'ebay',
    method: 'GET',
    verify: 'none',
    match: [there('{query:challenge_code}')],
    let: { whole: '{query:challenge_code}{secret:VERIFY_TOKEN}{url|noQuery}' },
    respond: ok({ challengeResponse: '{let:whole|sha256|hex}' }),
  },
  {
    name: 'eventgrid',
    match: [is('{header:aeg-event-type}', 'SubscriptionValidation')],
    verify: { type: 'check', value: '{query:code}', equals: '{secret:VERIFY_TOKEN}' },
    respond: ok({ validationResponse: '{json:/0/data/validationCode}' }),
  },
  {
    name: 'sns',
    verify: 'auth',
    match: [is('{header:x-amz-sns-message-type}', 'SubscriptionConfirmation')],
    confirm: {
      method: 'GET',
      url: '{json:/SubscribeURL}',
      hosts: ['sns.{region}.amazonaws.com', 'sns.{region}.amazonaws.com.cn'],
    },
    respond: ok(),
  },
  {
    name: 'abuse-protection',
    method: 'OPTIONS',
    verify: 'none',
    match: [there('{header:WebHook-Request-Origin}')],
    guard: [{ value: '{header:WebHook-Request-Origin}', equals: 'events.example.com' }],
    respond: ok(undefined, {
      'WebHook-Allowed-Origin': '{header:WebHook-Request-Origin}',
      'WebHook-Allowed-Rate': '120',
      Allow: 'POST',
    }),
    otherwise: { status: 405 },
  },
  { name: 'probe', method: 'HEAD', verify: 'none', respond: { status: 200 } },
]

export const FLOWS: JsonObject = {
  provider: 'flows',
  allowWeak: false,
  events: { type: '{json:/type}', account: '{json:/TopicArn}' },
  secrets: { VERIFY_TOKEN: {} },
  auth: SIGNED,
  handshakes: flows,
  respond: { ok: { status: 200, body: '' }, unauthorized: { status: 401, body: '' } },
}

/** The files of a generator run for all of them. */
export function files(): Record<string, unknown> {
  const event = { type: 'object', required: ['type'], properties: { type: { type: 'string' } } }
  return Object.fromEntries(
    [FLOWS, EVERY, CALLED_BACK, COMPUTED].flatMap((config) => [
      [`${config['provider']}/webhooks.json`, config],
      [`${config['provider']}/events/happened.json`, event],
    ]),
  )
}
