/** Senders that misuse a connection: all at once, cut off in the middle, two requests in one. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { delivery, head, Target, text, until } from './attack.js'

let target: Target
beforeAll(async () => {
  target = await Target.start()
})
afterAll(() => target.stop())

const MANY = 1000

describe('pipelining', () => {
  test('a thousand deliveries at once are all handled', async () => {
    const { handled } = await target.survive(async () => {
      const peer = target.connect()
      peer.write(delivery.repeat(MANY))
      await until(() => peer.statuses.length === MANY, 30_000)
      expect(new Set(peer.statuses)).toEqual(new Set([200]))
      peer.abort()
    })
    expect(handled).toBe(MANY + 1)
  })

  test('a thousand forgeries at once are all refused', async () => {
    const forged = head([`Content-Length: ${text.length}`], 'ab') + text
    const { errors, handled } = await target.survive(async () => {
      const peer = target.connect()
      peer.write(forged.repeat(MANY))
      await until(() => peer.statuses.length === MANY, 30_000)
      expect(new Set(peer.statuses)).toEqual(new Set([401]))
      peer.abort()
    })
    expect(handled).toBe(1)
    expect(errors).toEqual({ ERR_PROOF_INVALID: MANY })
  })

  test('a sender that reads no answer is left alone with them', async () => {
    await target.survive(async () => {
      const peers = Array.from({ length: 20 }, () => target.connect())
      for (const peer of peers) {
        peer.write(delivery.repeat(MANY))
        peer.deaf()
      }
      expect(await target.deliver()).toBe(200)
      for (const peer of peers) peer.abort()
    })
  })
})

describe('cut off', () => {
  test.each([
    ['in the head', delivery.slice(0, 60)],
    ['before the body', head([`Content-Length: ${text.length}`])],
    ['in the body', delivery.slice(0, -5)],
    ['in a chunk', `${head(['Transfer-Encoding: chunked'])}400\r\n${text}`],
  ])('%s, two hundred times', async (_name, sent) => {
    const { handled } = await target.survive(async () => {
      const peers = Array.from({ length: 200 }, () => target.connect())
      await Promise.all(peers.map((peer) => peer.flushed(sent)))
      for (const peer of peers) peer.abort()
    })
    expect(handled).toBe(1)
  })

  test('before the answer: the work is done, and nothing is written to nobody', async () => {
    const { handled } = await target.survive(async () => {
      const peers = Array.from({ length: 200 }, () => target.connect())
      await Promise.all(peers.map((peer) => peer.flushed(delivery)))
      for (const peer of peers) peer.abort()
    })
    expect(handled).toBeGreaterThanOrEqual(1)
  })
})

describe('a request inside a request', () => {
  const chunked = `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`
  const length = `Content-Length: ${text.length}`
  const smuggled: [name: string, sent: string][] = [
    ['both lengths', head([length, 'Transfer-Encoding: chunked']) + chunked],
    ['both lengths, the other way round', head(['Transfer-Encoding: chunked', length]) + chunked],
    ['two lengths', head([length, 'Content-Length: 5']) + text],
    ['a blank before the colon', head(['Transfer-Encoding : chunked', length]) + chunked],
    ['an encoding that is none', head(['Transfer-Encoding: xchunked']) + chunked],
    ['chunked, and not last', head(['Transfer-Encoding: chunked, identity']) + chunked],
    ['a folded line', head(['X-A: 1\r\n Transfer-Encoding: chunked', length]) + chunked],
    [
      'a line that ends in LF alone',
      head([`X-A: 1\nTransfer-Encoding: chunked`, length]) + chunked,
    ],
    ['a chunk with a sign', `${head(['Transfer-Encoding: chunked'])}+3a\r\n${text}\r\n0\r\n\r\n`],
    ['a NUL in a header', head(['X-A: \0', length]) + text],
  ]
  test.each(smuggled)('%s', async (_name, sent) => {
    const { handled } = await target.survive(async () => {
      const peer = target.connect()
      peer.write(sent + delivery)
      await peer.closed
      expect(peer.statuses).toEqual([400])
    })
    expect(handled).toBe(1)
  })
})
