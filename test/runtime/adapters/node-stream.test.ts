/** Reading a Node stream: to its end, to the limit, or to its premature close. */
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { readNodeStream } from '../../../templates/runtime/adapters/node-stream.js'
import { utf8 } from '../../../templates/runtime/bytes.js'
import { ReadTime } from '../../../templates/runtime/read-time.js'

const EVENTS = ['data', 'end', 'error', 'close'] as const

/** A stream, and the number of listeners that it has of its own. */
function open() {
  const stream = new PassThrough()
  const count = () => EVENTS.map((event) => stream.listenerCount(event))
  return { stream, count, own: count() }
}

test('all chunks up to the limit are read, and no listener stays', async () => {
  const { stream, count, own } = open()
  const read = readNodeStream(stream, 4)
  stream.write('ab')
  stream.end('cd')
  expect(await read).toEqual(utf8('abcd'))
  expect(count()).toEqual(own)
})

test('text of a stream with an encoding is bytes again', async () => {
  const { stream } = open()
  const read = readNodeStream(stream.setEncoding('utf8'), 4)
  stream.end('é')
  expect(await read).toEqual(utf8('é'))
})

test('when its time is over the stream is paused, and no listener stays', async () => {
  const { stream, count, own } = open()
  const time = new ReadTime(0.02)
  stream.write('ab')
  const read = time.limit(readNodeStream(stream, 4, time))
  await expect(read).rejects.toMatchObject({ code: 'ERR_READ_TIMEOUT' })
  expect(stream.isPaused()).toBe(true)
  expect(count()).toEqual(own)
})

test('above the limit the stream is paused, and no listener stays', async () => {
  const { stream, count, own } = open()
  const read = readNodeStream(stream, 4)
  stream.write('abcde')
  await expect(read).rejects.toMatchObject({ code: 'ERR_BODY_TOO_LARGE' })
  expect(stream.isPaused()).toBe(true)
  expect(count()).toEqual(own)
})

const broken: [name: string, cause: Error | undefined][] = [
  ['with an error', new Error('reset')],
  ['without one', undefined],
]
test.each(broken)('a stream that closes early %s is unreadable', async (_name, cause) => {
  const { stream } = open()
  const read = readNodeStream(stream, 4)
  stream.write('ab')
  stream.destroy(cause)
  await expect(read).rejects.toMatchObject({ code: 'ERR_BODY_UNREADABLE', cause })
})

const used: [name: string, use: (stream: PassThrough) => unknown][] = [
  ['read', (stream) => stream.end('ab').read()],
  ['destroyed', (stream) => stream.destroy()],
]
test.each(used)('a stream that was %s is refused at once', (_name, use) => {
  const { stream } = open()
  use(stream)
  expect(() => readNodeStream(stream, 4)).toThrow(
    expect.objectContaining({ code: 'ERR_BODY_CONSUMED' }),
  )
})
