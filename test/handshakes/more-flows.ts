/** Flows of senders that answer every event, want to be called back, or sign their answers. */
import type { JsonObject } from '../../generator/schema/types.js'
import { is, ok, SIGNED, TOKEN, there } from './parts.js'

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
