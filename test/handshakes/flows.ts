/** The flows of real providers as configs: one SDK for those without a secret, one for the signed. */
import type { JsonObject } from '../../generator/schema/types.js'

const SIGNED = {
  type: 'signature',
  alg: 'hmac-sha256',
  key: { secret: 'KEY' },
  content: '{body}',
  signature: { from: '{header:x-signature}', encoding: 'hex' },
}

const is = (value: string, equals: string) => ({ value, equals })
const there = (value: string) => ({ value, present: true })
const TOKEN = '[A-Za-z0-9_-]+'
const ok = (body?: JsonObject | string, headers: JsonObject = {}) => {
  return { status: 200, headers, ...(body === undefined ? {} : { body }) }
}

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
      hosts: ['sns.*.amazonaws.com', 'sns.*.amazonaws.com.cn'],
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

/** Adobe Sign wants its client id in the answer to everything. */
export const EVERY: JsonObject = {
  provider: 'every',
  events: { type: '{json:/type}' },
  auth: {
    type: 'check',
    value: '{header:X-AdobeSign-ClientId}',
    equals: '{secret:CLIENT_ID}',
  },
  handshakes: [
    {
      name: 'intent',
      method: 'GET',
      verify: 'auth',
      respond: ok(undefined, { 'X-AdobeSign-ClientId': '{header:X-AdobeSign-ClientId}' }),
    },
  ],
  respond: {
    ok: ok(undefined, { 'X-AdobeSign-ClientId': '{header:X-AdobeSign-ClientId}' }),
  },
}

/** Senders that cannot sign and want to be called back, and one that hands a token over in a body. */
export const CALLED_BACK: JsonObject = {
  provider: 'called-back',
  events: { type: '{json:/type}' },
  secrets: { TOKEN: { capturedBy: 'notion' }, CODE: {} },
  auth: { ...SIGNED, key: { secret: 'TOKEN' } },
  handshakes: [
    {
      name: 'eventgrid',
      match: [is('{header:aeg-event-type}', 'SubscriptionValidation')],
      verify: { type: 'check', value: '{query:code}', equals: '{secret:CODE}' },
      confirm: { url: '{json:/0/data/validationUrl}', hosts: ['*.eventgrid.azure.net:553'] },
      respond: ok(),
    },
    {
      name: 'abuse-protection',
      method: 'OPTIONS',
      verify: 'none',
      match: [there('{header:WebHook-Request-Callback}')],
      guard: [is('{header:WebHook-Request-Origin}', 'events.example.com')],
      confirm: {
        url: '{header:WebHook-Request-Callback}',
        hosts: ['callback.example.com'],
        via: 'callback',
      },
      respond: ok(),
    },
    {
      name: 'notion',
      verify: 'none',
      pending: true,
      match: [there('{json:/verification_token}')],
      capture: { TOKEN: '{json:/verification_token}' },
      respond: ok(),
    },
  ],
}

/** The three handshakes with published values. */
export const COMPUTED: JsonObject = {
  provider: 'computed',
  events: { type: '{json:/type}' },
  secrets: { PUBLIC_KEY: { public: true } },
  auth: SIGNED,
  handshakes: [
    {
      name: 'braintree',
      method: 'GET',
      verify: 'none',
      match: [there('{query:bt_challenge}')],
      guard: [{ value: '{query:bt_challenge}', matches: '[a-f0-9]{20,32}' }],
      respond: ok('{secret:PUBLIC_KEY}|{query:bt_challenge|hmac-sha1:PRIVATE_KEY:sha1|hex}'),
    },
    {
      name: 'smartcar',
      verify: 'none',
      match: [is('{json:/eventName}', 'verify')],
      guard: [{ value: '{json:/payload/challenge}', matches: TOKEN }],
      respond: ok({ challenge: '{json:/payload/challenge|hmac-sha256:AMT|hex}' }),
    },
    {
      name: 'qq-bot',
      verify: 'none',
      match: [is('{json:/op}', '13')],
      guard: [
        { value: '{json:/d/event_ts}', matches: '[0-9]+' },
        { value: '{json:/d/plain_token}', matches: TOKEN },
      ],
      let: { whole: '{json:/d/event_ts}{json:/d/plain_token}' },
      respond: ok({
        plain_token: '{json:/d/plain_token}',
        signature: '{let:whole|sign-ed25519:BOT_SECRET|hex}',
      }),
    },
  ],
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
