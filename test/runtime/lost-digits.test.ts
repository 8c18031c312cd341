/** Whole numbers that a double cannot hold are told of, where somebody watches drift. */
import { expect, test } from 'vitest'
import { lostDigits } from '../../templates/runtime/lost-digits.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import type { Validation } from '../../templates/runtime/validation.js'
import { acme, deliver, SECRET } from './acme.js'

const pointers = (text: string) =>
  lostDigits(JSON.parse(text))?.issues.map(({ pointer }) => pointer)

test.each([
  ['9007199254740993', ['']],
  ['{"id":9007199254740993,"n":1,"text":"9007199254740993"}', ['/id']],
  ['{"a/b":[{"~":-9007199254740993}]}', ['/a~1b/0/~0']],
  ['[12345678901234567890]', ['/0']],
  ['{"id":9007199254740991,"f":0.1,"g":1e-300,"h":null,"i":true}', undefined],
])('%s', (text, want) => {
  expect(pointers(text)).toEqual(want)
})

test('a hundred are listed, and all are counted', () => {
  const lost = lostDigits(Array.from({ length: 150 }, () => 2 ** 60))
  expect([lost?.issues.length, lost?.count]).toEqual([100, 150])
})

test('what is nested deeper than the stack is looked through', () => {
  let value: unknown = 2 ** 60
  for (let level = 0; level < 20_000; level++) value = [value]
  expect(lostDigits(value)?.count).toBe(1)
})

const modes: [validation: Validation, told: boolean][] = [
  ['strict', true],
  ['tolerant', true],
  ['report', true],
  ['off', false],
]
test.each(modes)('%s: the payload is handed over, and drift told: %s', async (validation, told) => {
  const { onDrift, onEvent, receive } = createReceiverFrom(acme(), { secret: SECRET, validation })
  const seen: unknown[] = []
  onDrift((drift) => seen.push(drift))
  onEvent('ping' as never, () => undefined)
  const body = '{"type":"ping","count":9007199254740993}'
  expect((await receive(deliver(body))).outcome).toBe('handled')
  const issue = expect.objectContaining({ pointer: '/count', keyword: 'safeInteger' })
  const drift = { name: 'ping', subject: 'payload', level: 'drift', issues: [issue], count: 1 }
  expect(seen).toEqual(told ? [drift] : [])
})
