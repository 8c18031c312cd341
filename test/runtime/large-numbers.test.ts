/** Numbers beyond a double are never read as Infinity. */
import { expect, test } from 'vitest'
import { utf8 } from '../../templates/runtime/bytes.js'
import { Envelopes } from '../../templates/runtime/envelope.js'
import { PayloadMalformed } from '../../templates/runtime/errors.js'
import { parseJson } from '../../templates/runtime/payload.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { type AcmeEvents, acme, deliver, SECRET, silent } from './acme.js'

const refused = [
  '1e400',
  '[-1e400]',
  '{"n":1E+309}',
  '{"a":[{"b":1.5e309}]}',
  `{"n":${'9'.repeat(310)}}`,
  `[${'9'.repeat(250)}e60]`,
  `[0.5,${'1'.repeat(211)}e99]`,
  '1e0000400',
]
test.each(refused)('%s', (text) => {
  expect(() => parseJson(text)).toThrow(PayloadMalformed)
})

const taken = [
  '1e308',
  '1e-400',
  '{"sha":"5e1234"}',
  `{"text":"${'9'.repeat(400)}"}`,
  `[${'9'.repeat(308)}]`,
  `[0.${'1'.repeat(400)}]`,
  '{"note":"1e400"}',
]
test.each(taken)('%s is taken', (text) => {
  expect(parseJson(text)).toEqual(JSON.parse(text))
})

const options = { secret: SECRET, logger: silent, envelope: { key: 'k'.repeat(32) } }
const body = '{"type":"ping","n":1e400}'
const malformed = { code: 'ERR_PAYLOAD_MALFORMED' }

test('no door lets one in', async () => {
  const receiver = createReceiverFrom<AcmeEvents>(acme(), options)
  const seen: unknown[] = []
  receiver.onAny((event) => seen.push(event))
  receiver.onUnknown((event) => seen.push(event))
  expect(await receiver.receive(deliver(body))).toMatchObject({ error: malformed })
  await expect(receiver.unwrap(deliver(body))).rejects.toMatchObject(malformed)
  await expect(receiver.unsafeParse(body)).rejects.toMatchObject(malformed)
  const sealed = await receiver.seal(deliver('{"type":"ping","n":1}'))
  const { open, consume } = receiver
  expect((await open(sealed)).payload).toEqual({ type: 'ping', n: 1 })
  const envelopes = new Envelopes('acme', options.envelope)
  const content = await envelopes.open(sealed)
  const forged = await envelopes.seal({ ...content, body: utf8(body) })
  await expect(open(forged)).rejects.toMatchObject(malformed)
  expect(await consume(forged)).toMatchObject({ error: malformed })
  expect(seen).toEqual([])
})
