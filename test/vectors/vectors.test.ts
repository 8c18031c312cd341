import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { generateOrThrow, loadSdk } from '../support/sdk.js'

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

describe.each(schemes)('$name', ({ name, vectors }) => {
  test.each(
    vectors.map(
      (vector) => [vector.accepted ? 'accepts' : 'refuses', vector.name, vector] as const,
    ),
  )('%s: %s', async (_verdict, _name, { accepted, request, now, secrets }) => {
    const { createReceiver } = await loadSdk(out, name)
    const receiver = createReceiver({ secrets, clock: () => now * 1000 })
    const verdict = receiver.verify(request)
    if (accepted) await expect(verdict).resolves.toHaveProperty('coverage')
    else await expect(verdict).rejects.toMatchObject({ status: 401 })
  })
})

test('there are vectors on both sides', () => {
  const all = schemes.flatMap(({ vectors }) => vectors)
  expect(all.filter(({ accepted }) => accepted).length).toBeGreaterThanOrEqual(40)
  expect(all.filter(({ accepted }) => !accepted).length).toBeGreaterThanOrEqual(25)
})
