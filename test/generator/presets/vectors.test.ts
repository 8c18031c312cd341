/** An SDK from each preset, and those with recorded deliveries against them. */
import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { presetNames, readPreset, type Vectors } from '../../../generator/presets/presets.js'
import type { JsonObject } from '../../../generator/schema/types.js'
import type { ReceiverOptions } from '../../../templates/runtime/options.js'
import { generateOrThrow, loadSdk } from '../../support/sdk.js'

/** All presets are compiled, and type-checked, in one run. */
const PATIENCE_MILLISECONDS = 400_000

interface Vector {
  readonly name: string
  readonly accepted: boolean
  readonly request: {
    readonly method: string
    readonly url: string
    readonly headers: Record<string, string>
    readonly body: string
  }
  /** Seconds since the epoch. */
  readonly now: number
  readonly secrets: Record<string, string>
}

interface VectorFile {
  readonly schemes: readonly { readonly vectors: readonly Vector[] }[]
}

function vectorsOf({ file, schemes: wanted }: Vectors): readonly Vector[] {
  const url = new URL(`../../vectors/${file}`, import.meta.url)
  const { schemes } = JSON.parse(readFileSync(url, 'utf8')) as VectorFile
  return (wanted ?? schemes.map((_, index) => index)).flatMap(
    (index) => schemes[index]?.vectors ?? [],
  )
}

/**
 * What the consumer gives. A handshake may need secrets that no recorded delivery has; keys that the
 * preset fetches come from the recording.
 */
function inputsOf(name: string, secrets: Readonly<Record<string, string>>): ReceiverOptions {
  const config: JsonObject = readPreset(name)?.config ?? {}
  // Recorded deliveries are of many customers.
  const account = JSON.stringify(config).includes('"sharedKey"') ? { account: () => true } : {}
  const isFetching = /"jwks":"https:|"certUrl"/.test(JSON.stringify(config))
  if (isFetching) return { ...account, fetch: async () => new Response(secrets['KEY']) }
  const others = JSON.stringify(config['handshakes'] ?? []).matchAll(/\{secret:(\w+)/g)
  return {
    ...account,
    secrets: { ...Object.fromEntries([...others].map(([, key]) => [key, 'x'])), ...secrets },
  }
}

const names = presetNames()

const proven = names.flatMap((name) => {
  const vectors = readPreset(name)?.provenBy
  return vectors === undefined ? [] : [{ name, vectors: vectorsOf(vectors) }]
})

/** Nothing genuine was recorded of these, so they count as unproven. */
const refused = [
  { name: 'line', vectors: vectorsOf({ file: 'line.json' }) },
  { name: 'stripe', vectors: vectorsOf({ file: 'stripe.json', schemes: [0] }) },
  { name: 'websub', vectors: vectorsOf({ file: 'websub.json' }) },
]

let out: string

beforeAll(async () => {
  const input = names.flatMap((name) => [
    [`${name}/webhooks.json`, { auth: { preset: name }, events: { type: 'any' } }],
    [`${name}/events/any.json`, true],
  ])
  const made = await generateOrThrow(Object.fromEntries(input))
  out = made.out
}, PATIENCE_MILLISECONDS)

test('every preset makes an SDK that type-checks', () => {
  expect(
    readdirSync(out)
      .filter((name) => !name.startsWith('.'))
      .sort(),
  ).toEqual([...names])
})

test.each(proven)('$name claims deliveries of which one is genuine', ({ vectors }) => {
  expect(vectors.filter(({ accepted }) => accepted)).not.toEqual([])
})

test.each(refused)('$name claims none, as nothing genuine was recorded', ({ name, vectors }) => {
  expect(readPreset(name)?.provenBy).toBeUndefined()
  expect(vectors.filter(({ accepted }) => accepted)).toEqual([])
})

describe.each([...proven, ...refused])('mistake 36: $name', ({ name, vectors }) => {
  test.each(
    vectors.map(
      (vector) => [vector.accepted ? 'accepts' : 'refuses', vector.name, vector] as const,
    ),
  )('%s: %s', async (_verdict, _name, { accepted, request, now, secrets }) => {
    const { createReceiver } = await loadSdk(out, name)
    const receiver = createReceiver({ ...inputsOf(name, secrets), clock: () => now * 1000 })
    const verdict = receiver.verify(request)
    if (accepted) await expect(verdict).resolves.toHaveProperty('coverage')
    else await expect(verdict).rejects.toMatchObject({ status: 401 })
  })
})
