/** What strangers write reaches no log, no message and no answer: canaries in every part of a request. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Provider } from '../../templates/runtime/provider.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { generateOrThrow } from '../support/sdk.js'

const PRESETS = [
  'braintree',
  'contentful',
  'github',
  'plaid',
  'shopify',
  'slack',
  'stripe',
  'truelayer',
  'twilio',
  'zoom',
] as const

const CANARY = 'canary7Q'
const base64url = (text: string) => Buffer.from(text).toString('base64url')
const TOKEN = [
  `{"alg":"${CANARY}","kid":"${CANARY}","typ":"${CANARY}"}`,
  `{"iss":"${CANARY}"}`,
  CANARY,
]

/** Values that take a proof as far as possible before it is refused. */
const VALUES = [
  CANARY,
  `sha256=${CANARY}`,
  `t=1700000000,v1=${CANARY},v0=${CANARY}`,
  `v1,${CANARY} v0=${CANARY}`,
  `Bearer ${CANARY}`,
  TOKEN.map(base64url).join('.'),
  `sig1=("@method" "${CANARY}" "${CANARY}");keyid="${CANARY}";alg="${CANARY}"`,
  `sig1=:${Buffer.from(CANARY).toString('base64')}:`,
  `https://${CANARY}.example/${CANARY}`,
  'ab'.repeat(32),
]

const BODIES = [
  CANARY,
  `{"type":"${CANARY}","${CANARY}":"${CANARY}","token":"${CANARY}","event":"${CANARY}"}`,
  `{"${CANARY}": ${CANARY}`,
  `payload=${CANARY}&bt_signature=${CANARY}%7Cab&bt_payload=${CANARY}`,
]

let out: string
let printed: unknown[]

beforeAll(async () => {
  const files = PRESETS.flatMap((name) => [
    [`${name}/webhooks.json`, { auth: { preset: name }, events: { type: 'any' } }],
    [`${name}/events/any.json`, true],
  ])
  out = (await generateOrThrow(Object.fromEntries(files))).out
})

beforeEach(() => {
  printed = []
  for (const level of ['error', 'warn', 'log', 'debug', 'info'] as const) {
    vi.spyOn(console, level).mockImplementation((...given) => void printed.push(given))
  }
})
afterEach(() => void vi.restoreAllMocks())

/** The headers and query parameters that a preset reads. */
function namesIn(preset: string, source: 'header' | 'query'): readonly string[] {
  const text = readFileSync(join('generator/presets', `${preset}.json`), 'utf8')
  return [
    ...new Set(
      [...text.matchAll(new RegExp(`\\{${source}:([\\w-]+)`, 'g'))].map(([, name = '']) => name),
    ),
  ]
}

function receiverOf(provider: Provider, log: boolean) {
  const [scheme] = provider.schemes
  const secrets = Object.fromEntries(
    (scheme?.secrets ?? []).map(({ name }) => [
      name,
      Buffer.from('0123456789abcdef').toString('hex'),
    ]),
  )
  const line = (...given: unknown[]) => void printed.push(given)
  return createReceiverFrom(
    {
      ...provider,
      events: new Map([
        ['any', { check: () => () => true, explain: async () => () => ({ issues: [], count: 0 }) }],
      ]),
      groups: new Map(),
    },
    {
      ...(Object.keys(secrets).length > 0 && { secrets }),
      ...(provider.sender.sharedKey !== undefined && { account: 'ours' }),
      fetch: () => Promise.reject(new Error('offline')),
      ...(log && { logger: { debug: line, warn: line, error: line } }),
    },
  )
}

describe.each(PRESETS)('%s', (preset) => {
  test.each([true, false])(
    'says nothing that a stranger wrote (with a logger: %j)',
    async (log) => {
      // Sound: the generator printed it.
      const { provider } = (await import(join(out, preset, 'src/provider.ts'))) as {
        provider: Provider
      }
      const receiver = receiverOf(provider, log)
      const names = [...namesIn(preset, 'header'), 'authorization', 'signature', 'signature-input']
      const query = namesIn(preset, 'query').map((name) => `${name}=${CANARY}`)
      const [type = 'application/json'] = provider.contentTypes.filter((one) => one.includes('/'))
      let refused = 0
      for (const value of VALUES) {
        for (const body of BODIES) {
          const pairs = names.map((name) => [name, value] as const)
          const headers = [...pairs, ['content-type', type], [`x-${CANARY}`, CANARY]] as const
          const url = `https://hook.example/hook?${[...query, `${CANARY}=${CANARY}`].join('&')}`
          const { error, response, outcome } = await receiver.receive({ url, headers, body })
          if (outcome !== 'rejected' && outcome !== 'failed') continue
          refused++
          printed.push(response)
          // The stack names files of the test, and no values.
          printed.push(inspect(error, { depth: 8 }))
        }
      }
      expect(refused).toBeGreaterThan(10)
      expect(inspect(printed, { depth: 8, maxArrayLength: null }).toLowerCase()).not.toContain(
        CANARY.toLowerCase(),
      )
    },
  )
})

test.each(['content-type', 'content-encoding'])('a canary in %s', async (name) => {
  const { provider } = (await import(join(out, 'github/src/provider.ts'))) as { provider: Provider }
  const receiver = receiverOf(provider, true)
  const headers = {
    'content-type': 'application/json',
    'x-hub-signature-256': `sha256=${'ab'.repeat(32)}`,
  }
  const request = new Request(`https://hook.example/hook?${CANARY}`, {
    method: 'POST',
    headers: { ...headers, [name]: CANARY },
    body: '{}',
  })
  const response = await receiver.fetch(request)
  expect(response.status).toBe(415)
  printed.push(await response.text())
  expect(inspect(printed, { depth: 8 })).not.toContain(CANARY)
})
