/** A signed mebibyte of mistakes: what is told of it is short, and finding it takes little. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateOrThrow } from '../support/sdk.js'
import type { Order, Told } from './small-heap.js'

const MEBIBYTE = 1 << 20
/** The body, what is parsed of it, and the program; a list of all mistakes takes a gigabyte. */
const HEAP_MEGABYTES = 128
/** An idle core takes a quarter of it at most. */
const MOST_MILLISECONDS = 2000

const names = Array.from({ length: 20 }, (_, index) => `name${index}`)
const lacking = { type: 'object', required: names }
const map = (values: object) => ({ type: 'object', additionalProperties: values })

const SCHEMAS = {
  lacking: { type: 'array', items: lacking },
  either: { anyOf: [{ type: 'string' }, { type: 'array', items: lacking }] },
  map: map(map({ type: 'integer' })),
  closed: { type: 'object', additionalProperties: false },
}

let child: ChildProcess

beforeAll(async () => {
  const files = Object.entries(SCHEMAS).map(([name, schema]) => [`events/${name}.json`, schema])
  const { out } = await generateOrThrow({
    ...Object.fromEntries(files),
    'webhooks.json': {
      provider: 'mistakes',
      auth: { type: 'standardWebhooks' },
      events: { type: '{query:event}' },
    },
  })
  const path = fileURLToPath(new URL('./small-heap.ts', import.meta.url))
  const execArgv = ['--import', 'tsx', `--max-old-space-size=${HEAP_MEGABYTES}`]
  child = fork(path, [join(out, 'mistakes')], { execArgv })
  await once(child, 'message')
})
afterAll(() => void child.kill('SIGKILL'))

/** @throws where the process ends instead of answering */
async function deliver(order: Order): Promise<Told> {
  const answer = Promise.race([once(child, 'message'), once(child, 'exit')])
  child.send(order)
  const [told] = await answer
  if (typeof told !== 'object' || told === null) throw new Error(`the receiver ended with ${told}`)
  return told
}

/** A text between two others, as often as a body has room for it; each may have its number in it. */
function filled(before: string, part: string, after: string): string {
  const parts: string[] = []
  let room = MEBIBYTE - before.length - after.length
  for (let index = 0; room > part.length + 5; index++) {
    const text = part.replace('#', String(index))
    room -= text.length
    parts.push(text)
  }
  return before + parts.join('') + after
}

const hundredOfMany = [100, 10_000]
const lackingAll = filled('[', '{},', '{}]')
const namedLong = filled(`{"${'~'.repeat(MEBIBYTE / 2)}":{`, '"m#":"",', '"m":""}}')

const invalid: readonly (readonly [what: string, event: keyof typeof SCHEMAS, text: string])[] = [
  ['seven million mistakes', 'lacking', lackingAll],
  ['as many in a branch of a union', 'either', lackingAll],
  ['many below one long name', 'map', namedLong],
]

test.each(invalid)('%s', async (_what, event, text) => {
  const { milliseconds, longest, ...told } = await deliver({ event, text })
  expect(told).toEqual({ status: 422, error: hundredOfMany, invalid: hundredOfMany })
  expect(longest).toBeLessThanOrEqual(4096)
  expect(milliseconds).toBeLessThan(MOST_MILLISECONDS)
})

test('as many members as there is room for that nobody knows', async () => {
  const text = filled('{', '"m#":0,', '"m":0}')
  const { milliseconds, ...told } = await deliver({ event: 'closed', text })
  expect(told).toEqual({ status: 200, drift: hundredOfMany })
  expect(milliseconds).toBeLessThan(MOST_MILLISECONDS)
})
