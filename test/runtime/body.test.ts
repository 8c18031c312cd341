/** Reading bodies: capped while they stream, decompressed under a cap, never hanging. */
import { deflateSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readRequestBody, readStream, refuseDeclaredLength } from '../../templates/runtime/body.js'
import { utf8 } from '../../templates/runtime/bytes.js'
import { decompress, encodingOf } from '../../templates/runtime/encoding.js'

function streamOf(...chunks: readonly string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(utf8(chunk))
      controller.close()
    },
  })
}

test('a stream is read to its end, up to the limit itself', async () => {
  expect(await readStream(streamOf('ab', '', 'cd'), 4)).toEqual(utf8('abcd'))
  expect(await readStream(streamOf(), 4)).toEqual(new Uint8Array())
})

test('a stream above the limit is cancelled at once', async () => {
  let pulled = 0
  let cancelled = false
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled++
      controller.enqueue(new Uint8Array(10))
    },
    cancel() {
      cancelled = true
    },
  })
  await expect(readStream(endless, 25)).rejects.toMatchObject({
    code: 'ERR_BODY_TOO_LARGE',
    message: 'the body is larger than 25 bytes (limits.bodyBytes)',
  })
  expect(cancelled).toBe(true)
  expect(pulled).toBeLessThan(6)
})

test('a stream that cannot be cancelled answers all the same', async () => {
  const stubborn = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(10)),
    cancel: () => Promise.reject(new Error('no')),
  })
  await expect(readStream(stubborn, 5)).rejects.toMatchObject({ code: 'ERR_BODY_TOO_LARGE' })
})

test('a stream that breaks off is unreadable, with the cause', async () => {
  const broken = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error('reset')),
  })
  await expect(readStream(broken, 5)).rejects.toMatchObject({
    code: 'ERR_BODY_UNREADABLE',
    message: 'the body broke off while it was read',
    cause: { message: 'reset' },
  })
})

const url = 'https://x.test/'
test('a request gives its bytes, and one without a body none', async () => {
  const request = new Request(url, { method: 'POST', body: 'abc' })
  expect(await readRequestBody(request, 10)).toEqual(utf8('abc'))
  expect(await readRequestBody(new Request(url), 10)).toEqual(new Uint8Array())
})

const consumed: [name: string, consume: (request: Request) => unknown][] = [
  ['read', (request) => request.text()],
  ['locked', (request) => request.body?.getReader()],
]
test.each(consumed)('a request that was %s is a configuration error', async (_name, consume) => {
  const request = new Request(url, { method: 'POST', body: 'abc' })
  await consume(request)
  await expect(readRequestBody(request, 10)).rejects.toMatchObject({
    code: 'ERR_BODY_CONSUMED',
    message: expect.stringContaining('hand over the request unread'),
  })
})

const lengths: [length: string | undefined, isRefused: boolean][] = [
  [undefined, false],
  ['10', false],
  ['11', true],
  ['99999999999999999999', true],
  ['-11', false],
  ['11junk', false],
]
test.each(lengths)('a declared length of %j against a limit of 10', (length, isRefused) => {
  const refuse = () => refuseDeclaredLength(length, 10)
  if (isRefused) expect(refuse).toThrow(expect.objectContaining({ code: 'ERR_BODY_TOO_LARGE' }))
  else expect(refuse).not.toThrow()
})

const encodings: [values: string[], want: string | undefined][] = [
  [[], undefined],
  [['identity'], undefined],
  [['GZIP'], 'gzip'],
  [['x-gzip'], 'gzip'],
  [['deflate'], 'deflate'],
]
test.each(encodings)('the encoding %j is %s', (values, want) => {
  expect(encodingOf(values)).toBe(want)
})

test.each([[['br']], [['gzip, gzip']], [['gzip', 'identity']], [['constructor']], [['']]])(
  'the encoding %j is unsupported',
  (values) => {
    expect(() => encodingOf(values)).toThrow(
      expect.objectContaining({
        code: 'ERR_ENCODING',
        message: 'the content encoding must be gzip, deflate or identity',
      }),
    )
  },
)

const limits = { bodyBytes: 1000, ratio: 100 }

test('what was compressed comes back', async () => {
  expect(await decompress(gzipSync('abc'), 'gzip', limits)).toEqual(utf8('abc'))
  expect(await decompress(deflateSync('abc'), 'deflate', limits)).toEqual(utf8('abc'))
})

const MOST_BYTES = 'the body is larger than 1000 bytes (limits.bodyBytes)'
const RATIO = 'the body decompresses to more than 100 times its size (limits.ratio)'
const large = { ...limits, bodyBytes: 8_000_000 }
const tooMuch: [name: string, size: number, given: typeof limits, said: string][] = [
  ['above the limit', 1001, limits, MOST_BYTES],
  ['above the limit, at an implausible ratio', 4_000_000, limits, MOST_BYTES],
  ['at an implausible ratio, although below the limit', 4_000_000, large, RATIO],
  ['just large enough to do harm', 65_537, large, RATIO],
]
test.each(tooMuch)('a bomb %s is too large', async (_name, size, given, message) => {
  await expect(decompress(gzipSync(new Uint8Array(size)), 'gzip', given)).rejects.toMatchObject({
    code: 'ERR_BODY_TOO_LARGE',
    message,
  })
})

test('a ratio does no harm to small bodies, and is the consumer to choose', async () => {
  const small = gzipSync(new Uint8Array(65_536))
  expect(await decompress(small, 'gzip', large)).toHaveLength(65_536)
  const bomb = gzipSync(new Uint8Array(4_000_000))
  const off = { ...large, ratio: Number.POSITIVE_INFINITY }
  expect(await decompress(bomb, 'gzip', off)).toHaveLength(4_000_000)
})

const corrupt: [name: string, body: Uint8Array][] = [
  ['no gzip', utf8('{"a":1}')],
  ['cut short', gzipSync('abcdefgh').subarray(0, -6)],
  ['followed by junk', Buffer.concat([gzipSync('abc'), Buffer.from('junk')])],
]
test.each(corrupt)('a body that is %s is unreadable', async (_name, body) => {
  await expect(decompress(body, 'gzip', limits)).rejects.toMatchObject({
    code: 'ERR_BODY_UNREADABLE',
    message: 'the body does not decompress as gzip',
  })
})
