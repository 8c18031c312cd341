/** Captured secrets, confirmations and subscriptions: what a config may not say. */
import { expect, test } from 'vitest'
import type { JsonObject } from '../../../generator/schema/types.js'
import { hmac, planned } from './planned.js'

const HOOK = { HOOK: { capturedBy: 'intent' } }

function intent(more: JsonObject = {}): JsonObject {
  return {
    name: 'intent',
    verify: 'none',
    pending: true,
    match: [{ value: '{header:x-hook-secret}', present: true }],
    capture: { HOOK: '{header:x-hook-secret}' },
    respond: { status: 200, headers: { 'x-hook-secret': '{captured:HOOK}' } },
    ...more,
  }
}

function said(handshake: JsonObject, more: JsonObject = {}) {
  const auth = hmac({ key: { secret: 'HOOK' } })
  return planned({ auth, secrets: HOOK, handshakes: [handshake], ...more }).said
}

function confirm(url: string, more: JsonObject = {}): JsonObject {
  return {
    name: 'c',
    verify: 'auth',
    match: [],
    method: 'PUT',
    respond: { status: 200 },
    confirm: { url, ...more },
  }
}

const CAPTURE = 'ERR_HANDSHAKE_CAPTURE #/handshakes/0'
const HOSTS = 'ERR_OUTBOUND_HOSTS #/handshakes/0/confirm'
const STEERED =
  'ERR_HANDSHAKE_CONFIRM #/handshakes/0/confirm an unverified request would make the receiver call where it says'
const ORIGIN = 'the URL must begin with "https://", a host name and a slash'
const PATTERN = 'is no pattern for host names of one provider'
const hosts = ['sns.{region}.amazonaws.com']
const known = [{ value: '{header:origin}', equals: 'a.test' }]

const wrong: [name: string, said: readonly string[], want: string][] = [
  [
    'a secret from anybody, at any time',
    said({ ...intent(), pending: false }),
    `${CAPTURE}/capture the handshake would take a secret from anybody`,
  ],
  [
    'a registration that the body names',
    said(intent({ registration: '{json:/id}' })),
    `${CAPTURE} which registration a delivery belongs to must be known before its body is read`,
  ],
  [
    'a tenant that the body names',
    said(intent(), { secrets: { HOOK: { capturedBy: 'intent', perTenant: '{json:/id}' } } }),
    'ERR_SECRET_TENANT #/secrets/HOOK/perTenant which secret to verify with must be known before the body is read',
  ],
  [
    'a captured secret that is not declared',
    said(intent(), { secrets: {} }),
    `${CAPTURE}/capture/HOOK the secret "HOOK" is captured here and not declared so`,
  ],
  [
    'a declared secret that nothing captures',
    said(intent({ capture: { OTHER: '{header:a}' } }), {
      secrets: { ...HOOK, OTHER: { capturedBy: 'intent' } },
    }),
    'ERR_SECRET_CAPTURED #/secrets/HOOK/capturedBy no handshake "intent" captures the secret "HOOK"',
  ],
  [
    'a captured name that there is not',
    said(intent({ respond: { status: 200, body: '{captured:HOOKS}' } })),
    'ERR_EXPR #/handshakes/0/respond/body nothing says what {captured:HOOKS} is',
  ],
  [
    'an unverified request that becomes an event',
    said(intent({ dispatch: true })),
    'ERR_HANDSHAKE_DISPATCH #/handshakes/0/dispatch an unverified request would reach the handlers',
  ],
  [
    'a body for a HEAD',
    said({ name: 'p', method: 'HEAD', verify: 'none', respond: { status: 200, body: 'x' } }),
    'ERR_HANDSHAKE_BODY #/handshakes/0/respond/body the answer to a HEAD has no body',
  ],
  [
    'a secret in an unverified answer, by way of a name',
    said(intent({ let: { a: '{secret:HOOK}' }, respond: { status: 200, body: '{let:a|base64}' } })),
    'ERR_HANDSHAKE_SECRET #/handshakes/0/respond an unverified handshake would answer with a secret',
  ],
  [
    'a secret in the URL of an unverified confirmation',
    said({ ...confirm('https://a.test/{secret:HOOK}'), verify: 'none' }),
    'ERR_HANDSHAKE_SECRET #/handshakes/0/respond an unverified handshake would answer with a secret',
  ],
  [
    'a refusal that reads the request',
    said(intent({ otherwise: { status: 404, body: '{query:a}' } })),
    'ERR_EXPR #/handshakes/0/otherwise/body the source "query" cannot be read here in the expression "{query:a}"',
  ],
  [
    'a call to wherever a request says',
    said(confirm('{json:/url}')),
    `${HOSTS} the request says where to call, and nothing says which hosts may be called`,
  ],
  [
    'a host in part of the URL',
    said(confirm('https://{json:/host}/a', { hosts })),
    `ERR_OUTBOUND_URL #/handshakes/0/confirm/url ${ORIGIN}`,
  ],
  [
    'plain HTTP',
    said(confirm('http://a.test/', { hosts })),
    `ERR_OUTBOUND_URL #/handshakes/0/confirm/url ${ORIGIN}`,
  ],
  ...[
    '*',
    '*.com',
    'a.*',
    '*.amazonaws.*',
    'a*.test.com',
    'a.test:0',
    '127.0.0.1',
    'localhost',
  ].map((host): [string, readonly string[], string] => [
    `the host pattern ${host}`,
    said(confirm('{json:/url}', { hosts: [host] })),
    `${HOSTS}/hosts/0 "${host}" ${PATTERN}`,
  ]),
  ['an unverified call', said({ ...confirm('{json:/url}', { hosts }), verify: 'none' }), STEERED],
  [
    'an unverified callback without a known value',
    said({ ...confirm('{json:/url}', { hosts, via: 'callback' }), verify: 'none' }),
    STEERED,
  ],
]
test.each(wrong)('%s is refused', (_name, all, want) => {
  expect(all).toContain(want)
})

const right: [name: string, said: readonly string[]][] = [
  ['a secret that is waited for', said(intent())],
  ['a secret that is signed with the old one', said(intent({ verify: 'auth', pending: false }))],
  [
    'a confirmation to a host of the config',
    said({
      ...confirm('https://a.test/{json:/a}'),
      name: 'intent',
      capture: intent()['capture'] ?? {},
      pending: true,
    }),
  ],
  [
    'a callback of a sender that is known',
    planned({
      auth: hmac(),
      handshakes: [
        { ...confirm('{header:cb}', { hosts, via: 'callback' }), verify: 'none', guard: known },
      ],
    }).said,
  ],
]
test.each(right)('%s is fine', (_name, all) => {
  expect(all).toEqual([])
})

test('a captured secret need not be given, the secrets of handshakes must be', () => {
  const check = { type: 'check', value: '{query:t}', equals: '{secret:VERIFY}' }
  const hub = { name: 'hub', method: 'GET', verify: check, respond: { status: 200 } }
  const { auth, said: reported } = planned({
    auth: hmac({ key: { secret: 'HOOK' } }),
    secrets: HOOK,
    handshakes: [intent(), hub],
  })
  expect(reported).toEqual([])
  expect(auth.schemes[0]?.secrets.map(({ name, optional }) => [name, optional])).toEqual([
    ['HOOK', true],
    ['VERIFY', false],
  ])
})

test('an account that the proof does not cover is warned of', () => {
  const account = (where: string) =>
    planned({ auth: hmac(), events: { account: where } }).said.filter((line) =>
      line.startsWith('WARN_ACCOUNT'),
    )
  expect(account('{json:/team}')).toEqual([])
  expect(account('{header:x-team}')).toEqual([
    'WARN_ACCOUNT #/events/account the proof does not cover the account',
  ])
})

test('what subscriptions call has a host of the config', () => {
  const subscriptions = (url: string) =>
    planned({ auth: hmac(), subscriptions: { subscribe: { url } } }).said
  expect(subscriptions('https://api.test/hooks')).toEqual([])
  expect(subscriptions('https://{param:host}/hooks')).toContain(
    `ERR_OUTBOUND_URL #/subscriptions/subscribe/url ${ORIGIN}`,
  )
  expect(subscriptions('https://api.test/{json:/a}')).toEqual([
    'ERR_EXPR #/subscriptions/subscribe/url the source "json" cannot be read here in the expression "https://api.test/{json:/a}"',
  ])
})

test('deliveries and subscriptions mean the same registration', () => {
  const REGISTRATION = 'ERR_SUBSCRIPTION_REGISTRATION #/subscriptions'
  const subscribe = { url: 'https://api.test/hooks' }
  const captured = (perTenant: string) => ({
    auth: hmac({ key: { secret: 'HOOK' } }),
    secrets: { HOOK: { capturedBy: 'intent', perTenant } },
    handshakes: [intent()],
  })
  const reported = (subscriptions: JsonObject, more: JsonObject = { auth: hmac() }) =>
    planned({ ...more, subscriptions: { subscribe, ...subscriptions } }).said
  const several = { registration: '{param:name}' }
  expect(reported(several)).toEqual([
    `${REGISTRATION} there are several registrations, and nothing says for which a delivery came`,
  ])
  expect(reported({ ...several, delivered: '{query:for}' })).toEqual([])
  expect(reported(several, captured('{query:for}'))).toEqual([])
  expect(reported({}, captured('{query:for}'))).toEqual([
    `${REGISTRATION} deliveries tell registrations apart, and nothing says which a new one is`,
  ])
  expect(reported({ registration: 'one' })).toEqual([])
  expect(reported({ registration: 'one', delivered: 'two' })).toEqual([
    `${REGISTRATION} deliveries come for another registration than the one that is subscribed`,
  ])
  expect(reported({ ...several, delivered: '{item:/id}' })).toEqual([
    'ERR_EXPR #/subscriptions/delivered the source "item" cannot be read here in the expression "{item:/id}"',
  ])
})
