/** Senders of more than they should, or of something else than they say. */
import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sign } from '../runtime/acme.js'
import { delivery, head, type Peer, Target, text } from './attack.js'

const MOST_FLOOD = 512 << 20

let target: Target
beforeAll(async () => {
  target = await Target.start()
})
afterAll(() => target.stop())

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1])

/** A signed body as one text. */
function signed(body: string | Uint8Array, ...headers: string[]): Uint8Array {
  const lines = [`Content-Length: ${body.length}`, ...headers]
  return Buffer.concat([Buffer.from(head(lines, sign(body))), Buffer.from(body)])
}

describe('a length that lies', () => {
  test('and promises more than the limit is refused before a byte of it', async () => {
    const report = await target.survive(async () => {
      expect(statusOf(await target.send(head(['Content-Length: 10000000000'])))).toBe(413)
    })
    expect(report.errors).toEqual({ ERR_BODY_TOO_LARGE: 1 })
  })

  test('and promises more than ever comes is a timeout', async () => {
    await target.survive(async () => {
      const answer = await target.send(head(['Content-Length: 1000']) + text)
      expect(statusOf(answer)).toBe(408)
    })
  })

  test('and promises more than comes before the end is no delivery', async () => {
    const report = await target.survive(async () => {
      const peer = target.connect()
      peer.write(head(['Content-Length: 1000']) + text)
      peer.end()
      await peer.closed
      expect(peer.statuses).not.toContain(200)
    })
    expect(report.handled).toBe(1)
  })

  test('and promises less leaves a rest that is no delivery', async () => {
    const report = await target.survive(async () => {
      const peer = target.connect()
      peer.write(head([`Content-Length: ${text.length - 1}`]) + text + delivery)
      await peer.closed
      // Node answers what it cannot parse at once, and closes.
      expect([[400], [401, 400]]).toContainEqual(peer.statuses)
    })
    expect(report.handled).toBe(1)
  })

  test.each(['-1', '1e3', '0x10', '5, 5', '5, 6', ''])('%j is none', async (length) => {
    await target.survive(async () => {
      const answer = await target.send(`${head([`Content-Length: ${length}`])}${text}`)
      expect(statusOf(answer)).toBe(400)
    })
  })
})

/** Sends the same again and again, until there is an answer. */
async function flood(peer: Peer, chunk: string): Promise<number> {
  let sent = 0
  while (peer.isOpen && peer.answer === '' && sent < MOST_FLOOD) {
    await Promise.race([peer.flushed(chunk), peer.closed])
    sent += chunk.length
  }
  await peer.closed
  return sent
}

test('chunks without end are cut off at the limit', async () => {
  const { errors } = await target.survive(async () => {
    const peer = target.connect()
    peer.write(head(['Transfer-Encoding: chunked']))
    const sent = await flood(peer, `4000\r\n${'x'.repeat(0x4000)}\r\n`)
    // Whoever still sends when the connection is closed may lose the answer.
    expect([[], [413]]).toContainEqual(peer.statuses)
    // What sockets hold comes on top of the limit of 1 MiB.
    expect(sent).toBeLessThan(32 << 20)
  })
  expect(errors).toEqual({ ERR_BODY_TOO_LARGE: 1 })
})

describe('tiny chunks', () => {
  const tiny: [name: string, chunk: string][] = [
    ['of a byte', '1\r\nx\r\n'],
    ['with extensions', '1;ext=12345678\r\nx\r\n'],
  ]
  test.each(tiny)('%s are no way around the limit, and cost no more', async (_name, chunk) => {
    const { handled } = await target.survive(async () => {
      const peer = target.connect()
      peer.write(head(['Transfer-Encoding: chunked']))
      await flood(peer, chunk.repeat(4096))
      expect(peer.statuses).not.toContain(200)
    })
    expect(handled).toBe(1)
  })
})

describe('compressed', () => {
  const bomb = gzipSync(new Uint8Array(400 << 20))

  test('bombs are not inflated, ten at a time', async () => {
    const { errors } = await target.survive(async () => {
      const sent = signed(bomb, 'Content-Encoding: gzip', 'Connection: close')
      const answers = await Promise.all(Array.from({ length: 10 }, () => target.send(sent)))
      expect(answers.map(statusOf)).toEqual(answers.map(() => 413))
    })
    expect(errors).toEqual({ ERR_BODY_TOO_LARGE: 10 })
  })

  test('a bomb in a bomb is refused by its header', async () => {
    const twice = signed(gzipSync(bomb), 'Content-Encoding: gzip, gzip', 'Connection: close')
    await target.survive(async () => expect(statusOf(await target.send(twice))).toBe(415))
  })

  test('junk is no body, and nothing but the one answer comes of it', async () => {
    const junk = signed(randomBytes(100_000), 'Content-Encoding: gzip', 'Connection: close')
    await target.survive(async () => expect(statusOf(await target.send(junk))).toBe(400))
  })
})

describe('nested 100,000 levels deep', () => {
  const DEEP = 100_000
  const nested = (type: string) => `{"type":"${type}","a":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`
  const deep: [name: string, body: string, status: number][] = [
    ['for a validator that walks it', nested('tree'), 400],
    ['for one that does not', nested('ping'), 200],
    ['and never closed', '['.repeat(1 << 20), 400],
    ['in objects', `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`, 200],
  ]
  test.each(deep)('%s', async (_name, body, status) => {
    await target.survive(async () => {
      const answers = await Promise.all(
        Array.from({ length: 3 }, () => target.send(signed(body, 'Connection: close'))),
      )
      expect(answers.map(statusOf)).toEqual(answers.map(() => status))
    })
  })
})

describe('headers', () => {
  test('of one megabyte are refused by Node', async () => {
    await target.survive(async () => {
      const answer = await target.send(head([`X-Long: ${'x'.repeat(1 << 20)}`]))
      expect(statusOf(answer)).toBe(431)
    })
  })

  test('of a thousand lines are refused by the receiver', async () => {
    const lines = Array.from({ length: 1000 }, () => 'a:b')
    const { errors } = await target.survive(async () => {
      const sent = head([...lines, 'Connection: close', `Content-Length: ${text.length}`]) + text
      expect(statusOf(await target.send(sent))).toBe(431)
    })
    expect(errors).toEqual({ ERR_HEADERS_TOO_MANY: 1 })
  })

  test('that never end are refused by Node', async () => {
    await target.survive(async () => {
      const peer = target.connect()
      peer.write('POST /hook HTTP/1.1\r\n')
      await flood(peer, 'X-A: 1\r\n'.repeat(100))
      expect([[], [431]]).toContainEqual(peer.statuses)
    })
  })
})
