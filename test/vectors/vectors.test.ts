/** Real deliveries of real providers, each through an SDK that was generated for it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { SIDES } from '../runtime/sides.js'
import { generateOrThrow, type LoadedSdk, loadSdk } from '../support/sdk.js'

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
  readonly provider: string
  readonly schemes: readonly {
    readonly auth: unknown
    readonly allowWeak?: true
    readonly vectors: readonly Vector[]
  }[]
}

const files = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as VectorFile)

const schemes = files.flatMap(({ provider, schemes }) =>
  schemes.map((scheme, index) => ({ ...scheme, name: `${provider}-${index}` })),
)

let out: string

beforeAll(async () => {
  const input = schemes.flatMap(({ name, auth, allowWeak }) => [
    [`${name}/webhooks.json`, { auth, ...(allowWeak && { allowWeak }), events: { type: 'any' } }],
    [`${name}/events/any.json`, true],
  ])
  const made = await generateOrThrow(Object.fromEntries(input))
  out = made.out
})

/** What only `node:crypto` has: elsewhere a receiver cannot be created at all. */
const needsNode = ({ auth }: { readonly auth: unknown }) => JSON.stringify(auth).includes('md5')

describe.each(SIDES)('on %s', (side, lookup) => {
  const isWeb = side === 'WebCrypto'
  const sdks = new Map<string, LoadedSdk>()

  beforeAll(async () => {
    const original = process.getBuiltinModule
    Object.assign(process, { getBuiltinModule: lookup })
    vi.resetModules()
    for (const { name } of schemes) sdks.set(name, await loadSdk(out, name))
    Object.assign(process, { getBuiltinModule: original })
  })

  const receiverOf = (name: string, { secrets, now }: Vector) => {
    return sdks.get(name)?.createReceiver({ secrets, clock: () => now * 1000 })
  }

  describe.each(schemes.filter((scheme) => !isWeb || !needsNode(scheme)))(
    '$name',
    ({ name, vectors }) => {
      test.each(
        vectors.map(
          (vector) => [vector.accepted ? 'accepts' : 'refuses', vector.name, vector] as const,
        ),
      )('%s: %s', async (_verdict, _name, vector) => {
        const verdict = receiverOf(name, vector)?.verify(vector.request)
        if (vector.accepted) await expect(verdict).resolves.toHaveProperty('coverage')
        else await expect(verdict).rejects.toMatchObject({ status: 401 })
      })
    },
  )

  for (const { name, vectors } of isWeb ? schemes.filter(needsNode) : []) {
    test(`${name} says that the platform lacks MD5`, () => {
      for (const vector of vectors) {
        expect(() => receiverOf(name, vector)).toThrow(
          new TypeError('MD5 needs node:crypto, which this platform does not have'),
        )
      }
    })
  }
})

test('there are 87 deliveries to accept and 50 to refuse', () => {
  const all = schemes.flatMap(({ vectors }) => vectors)
  expect(all.filter(({ accepted }) => accepted)).toHaveLength(87)
  expect(all.filter(({ accepted }) => !accepted)).toHaveLength(50)
})
