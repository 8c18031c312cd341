/** Each pattern of the corpora in a generated receiver, and in signed deliveries the texts that are worst for it. */
import { beforeAll, describe, expect, test } from 'vitest'
import { judgePattern } from '../../generator/patterns/judge.js'
import { linearSearches } from '../../generator/patterns/linear.js'
import { parsePattern } from '../../generator/patterns/parse.js'
import { linearPattern } from '../../templates/runtime/checks/linear-pattern.js'
import { type AttackShape, attackShapes } from '../generator/patterns/attack.js'
import { countComparisons } from '../generator/patterns/backtracker.js'
import { processorTime } from '../support/processor-time.js'
import {
  generateOrThrow,
  type LoadedSdk,
  type LoadedTesting,
  loadSdk,
  loadTesting,
} from '../support/sdk.js'
import { hasCorpora } from './corpus.js'
import { patternsOfCorpora } from './pattern-sources.js'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const MOST_MILLISECONDS = 2000
/** The machine may be busy with something else. */
const ROUNDS = 3
/** Bytes of a body; the larger one is all that a receiver takes. */
const SIZES = [100_000, 1 << 20]
const SHAPES = 2
/** Long enough for an engine to show what grows, and what it may compare to show it. */
const TRIAL_LENGTH = 200
const MOST_COMPARISONS = 50_000

const patterns = hasCorpora
  ? patternsOfCorpora().filter((source) => judgePattern(source).kind !== 'invalid')
  : []

let sdk: LoadedSdk
let testing: LoadedTesting

describe.skipIf(!hasCorpora)('the corpora (needs HOOKWRIGHT_SHARED)', () => {
  beforeAll(async () => {
    const schemas = patterns.map((pattern) => ({ type: 'string', pattern }))
    const files = schemas.map((schema, index) => [`events/p${index}.json`, schema])
    const { out } = await generateOrThrow({
      ...Object.fromEntries(files),
      'events/honest.json': { const: true },
      'webhooks.json': {
        provider: 'patterns',
        auth: { type: 'standardWebhooks' },
        events: { type: '{query:event}' },
      },
    })
    sdk = await loadSdk(out, 'patterns')
    testing = await loadTesting(out, 'patterns')
  })

  test('there are as many as were looked at', () => {
    expect(patterns.length).toBeGreaterThanOrEqual(59)
  })

  const cases = patterns.map((source, index) => ({ source, event: `p${index}` }))
  test.each(cases)(
    '$source',
    async ({ source, event }) => {
      const reference = referenceOf(source)
      for (const shape of worstShapes(source)) {
        for (const size of SIZES) {
          const text = filled(shape, size)
          const want = reference.test(text) ? 200 : 422
          for (const validation of ['strict', 'tolerant'] as const) {
            const { status, took } = await deliver(validation, event, text)
            expect([shape, size, validation, status]).toEqual([shape, size, validation, want])
            expect(took).toBeLessThan(MOST_MILLISECONDS)
            expect((await deliver(validation, 'honest', true)).status).toBe(200)
          }
        }
      }
    },
    60_000,
  )
})

/** A search in one pass; the engine itself where the pattern repeats too often for that. */
function referenceOf(source: string): { test(text: string): boolean } {
  const parsed = parsePattern(source)
  if (typeof parsed === 'string') throw new Error(`${source}: ${parsed}`)
  const { flags } = parsed
  const found = linearSearches(parsed)
  if (typeof found === 'string') return new RegExp(source, flags)
  const sets = [...found.sets.keys()]
  return linearPattern({ unicode: flags === 'u', sets, searches: found.searches })
}

/** Those for which an engine that tries one way after another compares most. */
function worstShapes(source: string): readonly AttackShape[] {
  const parsed = parsePattern(source)
  if (typeof parsed === 'string') throw new Error(`${source}: ${parsed}`)
  const ranked = [...attackShapes(source, parsed.flags)].map((shape) => {
    const text = filled(shape, TRIAL_LENGTH)
    return { shape, count: countComparisons(parsed, text, MOST_COMPARISONS) }
  })
  ranked.sort((a, b) => b.count - a.count)
  return ranked.slice(0, SHAPES).map(({ shape }) => shape)
}

/** The text that takes so many bytes as JSON, or a few less. */
function filled({ before, unit, end }: AttackShape, bytes: number): string {
  const taken = Buffer.byteLength(JSON.stringify(before + end))
  const each = Buffer.byteLength(JSON.stringify(unit)) - 2
  return before + unit.repeat(Math.max(1, Math.floor((bytes - taken) / each))) + end
}

async function deliver(validation: 'strict' | 'tolerant', event: string, payload: unknown) {
  const logger = { warn() {}, error() {} }
  const receiver = sdk.createReceiver({ secret: SECRET, logger, validation })
  receiver.onAny(() => undefined)
  const body = Buffer.from(JSON.stringify(payload))
  const { method, url, headers } = await testing.sign(event, undefined, { secret: SECRET, body })
  let took = Number.POSITIVE_INFINITY
  let status = 0
  for (let round = 0; round < ROUNDS && took > MOST_MILLISECONDS; round++) {
    const began = processorTime()
    const { response } = await receiver.receive({ method, url, headers, body })
    took = Math.min(took, processorTime() - began)
    status = response.status
  }
  return { status, took }
}
