/** Slips of the pen in a config that would refuse every delivery, or publish a secret. */
import { describe, expect, test } from 'vitest'
import { planRespond } from '../../../generator/auth/respond.js'
import { planSender } from '../../../generator/auth/sender.js'
import { Spot } from '../../../generator/auth/spot.js'
import { Diagnostics } from '../../../generator/diagnostics.js'
import type { JsonObject } from '../../../generator/schema/types.js'
import { hmac, planned } from './planned.js'

/** Placeholders as the shell and JavaScript write them. */
const shell = (text: string) => text.replaceAll('{', '$'.concat('{'))

const signed = (from: string | string[], more: JsonObject = {}) => ({
  auth: hmac({ signature: { from, ...more } }),
})

const slips: [kind: string, config: JsonObject, code: string, pointer: string, hint: string][] = [
  [
    'a dollar in front of a placeholder',
    { auth: hmac({ content: shell('{body}') }) },
    'WARN_EXPR_TEXT',
    '/auth/content',
    'write "{body}"',
  ],
  [
    'dollars inside',
    { auth: hmac({ content: shell('v0:{method}.{body}') }) },
    'WARN_EXPR_TEXT',
    '/auth/content',
    'write "v0:{method}.{body}"',
  ],
  [
    'a dollar where a header is read',
    signed('{header:x}', { prefix: shell('{header:y}') }),
    'WARN_EXPR_TEXT',
    '/auth/signature/prefix',
    'write "{header:y}"',
  ],
  [
    'a dollar in the name',
    { auth: hmac(), events: { type: shell('{json:/type}') } },
    'WARN_EXPR_TEXT',
    '/events/type',
    'write "{json:/type}"',
  ],
  [
    'a prefix in front of what is read',
    signed('sha256={header:x}', { encoding: 'hex' }),
    'ERR_SIGNATURE_TEXT',
    '/auth/signature/from',
    '"from" reads the whole value; what it begins with is taken off by "prefix": "sha256="',
  ],
  [
    'one of base64',
    signed(['{header:x}', 'v1,{header:y}'], { encoding: 'base64' }),
    'ERR_SIGNATURE_TEXT',
    '/auth/signature/from',
    '"from" reads the whole value; what it begins with is taken off by "prefix": "v1,"',
  ],
  [
    'a window in milliseconds',
    { auth: hmac({ timestamp: { from: '{header:t}', past: 300_000 } }) },
    'WARN_SECONDS',
    '/auth/timestamp/past',
    'the unit is the second: write 300 if milliseconds were meant',
  ],
  [
    'a window of days',
    { auth: hmac({ timestamp: { from: '{header:t}', future: 90_001 } }) },
    'WARN_SECONDS',
    '/auth/timestamp/future',
    'the unit is the second; more than 86400 is hardly meant',
  ],
  [
    'a secret that is declared under another name',
    { auth: hmac(), secrets: { ACME: {} } },
    'WARN_SECRET_UNUSED',
    '/secrets/ACME',
    'the proofs use "KEY": give both one name, or leave it out',
  ],
  [
    'a secret that is declared for nothing',
    { auth: hmac(), secrets: { KEY: {}, ACME: {} } },
    'WARN_SECRET_UNUSED',
    '/secrets/ACME',
    'leave it out, or use it in a proof',
  ],
]

test.each(slips)('%s', (_kind, config, code, pointer, hint) => {
  const found = planned(config).list.filter((one) => one.code !== 'WARN_COVERAGE')
  expect(found.map((one) => [one.code, one.pointer, one.hint])).toEqual([
    [code, `#${pointer}`, hint],
  ])
})

describe('a secret in the place of its name', () => {
  const values = [
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLjSw',
    'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3',
    'sk_test_4eC39HqLyjWDarjtT1zdp7dc',
  ]
  test.each(values)('%s is refused, and not printed', (value) => {
    const configs = [hmac({ key: { secret: value } }), hmac({ content: `{body}{secret:${value}}` })]
    for (const auth of configs) {
      const found = planned({ auth }).list.filter(({ severity }) => severity === 'error')
      expect(found.map(({ code }) => code)).toEqual(['ERR_SECRET_VALUE'])
      expect(JSON.stringify(found)).not.toContain(value)
    }
  })

  const names = [
    'ACME_WEBHOOK_SIGNING_SECRET_2024',
    'acmeWebhookSigningSecretV2',
    'whsec_key',
    'KEY',
  ]
  test.each(names)('%s is a name', (name) => {
    expect(planned({ auth: hmac({ key: { secret: name } }) }).said.join()).not.toContain('ERR_')
  })
})

const sound: JsonObject[] = [
  { auth: hmac({ content: 'cost: 5$.{body}' }) },
  signed(['{header:a}{header:b}'], { encoding: 'hex' }),
  signed('v1,{header:x}', { encoding: 'base64', split: ',' }),
  {
    auth: hmac({ timestamp: { from: '{header:t}', past: 86_400 } }),
    sender: { deadlineSeconds: 60 },
  },
]
test.each(sound)('%j is taken as it stands', (config) => {
  expect(planned(config).said.filter((one) => !one.includes('COVERAGE'))).toEqual([])
})

test.each([
  [
    10_000,
    ['#/sender/deadlineSeconds the unit is the second: write 10 if milliseconds were meant'],
  ],
  [60, []],
])('a deadline of %d seconds', (deadlineSeconds, want) => {
  const diagnostics = new Diagnostics()
  const spot = new Spot(diagnostics, 'webhooks.json', () => ({ line: 1, column: 1 }))
  const config = { auth: hmac(), sender: { deadlineSeconds } }
  planSender(config, planRespond(config, spot), spot)
  expect(diagnostics.list.map(({ pointer, hint }) => `${pointer} ${hint}`)).toEqual(want)
})
