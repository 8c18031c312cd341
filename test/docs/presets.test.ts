/** The table of docs/presets.md against the presets: none is missing, and shared keys need an account. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { planAuth } from '../../generator/auth/plan.js'
import { planEvents } from '../../generator/auth/plan-events.js'
import { planRespond } from '../../generator/auth/respond.js'
import { leavesOf } from '../../generator/auth/rules/leaves.js'
import { planSender } from '../../generator/auth/sender.js'
import { Spot } from '../../generator/auth/spot.js'
import type { ProofPlan } from '../../generator/auth/types.js'
import { Diagnostics } from '../../generator/diagnostics.js'
import { presetNames, readPreset } from '../../generator/presets/presets.js'

const text = readFileSync(new URL('../../docs/presets.md', import.meta.url), 'utf8')
const rows = new Map(
  [...text.matchAll(/^\| `([a-z0-9-]+)` \| (.+) \| (.+) \|$/gm)].map(([, name = '', who, how]) => [
    name,
    { who, how: how ?? '' },
  ]),
)

function read(name: string) {
  const config = readPreset(name)?.config ?? { auth: {} }
  const diagnostics = new Diagnostics()
  const spot = new Spot(diagnostics, name, () => ({ line: 1, column: 1 }))
  const source = planEvents(config, spot)
  const { schemes } = planAuth(config, source, spot)
  const { sharedKey } = planSender(config, planRespond(config, spot), spot)
  const proofs = schemes.flatMap(({ proof }) => leavesOf(proof))
  return { source, sharedKey, proofs, errors: diagnostics.list.filter(isError) }
}

const isError = ({ severity }: { readonly severity: string }) => severity === 'error'

/** Whether the key is the provider's alone: published, fetched or certified by it. */
function isFetched(proof: ProofPlan): boolean {
  if (proof.kind !== 'signature' && proof.kind !== 'jwt' && proof.kind !== 'httpsig') return false
  return ['certUrl', 'jwks', 'url', 'x5c', 'constant'].includes(proof.key?.kind ?? '')
}

test('every preset has a row, in order, and no other has', () => {
  expect([...rows.keys()]).toEqual(presetNames())
})

test.each(presetNames())('%s', (name) => {
  const { source, sharedKey, proofs, errors } = read(name)
  const { how = '' } = rows.get(name) ?? {}
  expect(errors).toEqual([])
  expect(how.startsWith('`account` required: ')).toBe(sharedKey !== undefined)
  if (sharedKey !== undefined) {
    expect(source.account).toBeDefined()
    expect(how).toBe(`\`account\` required: ${sharedKey}`)
  }
  // Of PayPal's, the signed content holds the id of the consumer's webhook.
  if (proofs.some(isFetched) && name !== 'paypal') expect(sharedKey).toBeDefined()
})

test('the keys that are given and shared are known by name', () => {
  const shared = presetNames().filter((name) => read(name).sharedKey !== undefined)
  expect(shared).toEqual([
    ...['alexa', 'apple-app-store', 'aws-sns', 'circle', 'ebay', 'fal-ai', 'highlevel'],
    ...['integrated-finance', 'kick', 'mailchannels', 'plaid', 'truelayer', 'wise'],
  ])
})
