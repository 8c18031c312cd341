/** Senders that take their time, on the settings that Node has and on those that we document. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { head, type Peer, Target, until } from './attack.js'

/** A fifth of those in docs/limits.md, so that a test need not wait for long. */
const DOCUMENTED = {
  headersTimeout: 1000,
  requestTimeout: 4000,
  connectionsCheckingInterval: 200,
}

const SENDERS = 200

describe.each([
  ['of Node', {}],
  ['that we document', DOCUMENTED],
])('on the settings %s', (_name, settings) => {
  let target: Target
  beforeAll(async () => {
    target = await Target.start(settings)
  })
  afterAll(() => target.stop())

  /** A byte from each now and then, until all were closed or the time is over. */
  async function trickle(peers: readonly Peer[], byte: string, milliseconds: number) {
    const end = performance.now() + milliseconds
    while (peers.some((peer) => peer.isOpen) && performance.now() < end) {
      for (const peer of peers) peer.write(byte)
      await sleep(50)
    }
  }

  test('headers that trickle keep nobody else waiting', async () => {
    const peers = Array.from({ length: SENDERS }, () => target.connect())
    await target.survive(async () => {
      for (const peer of peers) peer.write('POST /hook HTTP/1.1\r\nHost: acme.test\r\n')
      const trickling = trickle(peers, 'X-A: 1\r\n', 2500)
      for (let round = 0; round < 20; round++) {
        const started = performance.now()
        expect(await target.deliver()).toBe(200)
        expect(performance.now() - started).toBeLessThan(2000)
        await sleep(20)
      }
      await trickling
    })
    // Node's own settings wait a minute for headers, and look every half.
    const isClosed = settings === DOCUMENTED
    expect(peers.filter((peer) => peer.isOpen)).toHaveLength(isClosed ? 0 : SENDERS)
    if (isClosed) expect(peers.map(({ statuses }) => statuses)).toEqual(peers.map(() => [408]))
    for (const peer of peers) peer.abort()
  })

  test('bodies that trickle end when their time is over, and keep nobody else waiting', async () => {
    const peers = Array.from({ length: SENDERS }, () => target.connect())
    const started = performance.now()
    const { errors, handled } = await target.survive(async () => {
      for (const peer of peers) peer.write(head(['Content-Length: 100000']))
      const trickling = trickle(peers, 'x', 4000)
      await sleep(200)
      for (let round = 0; round < 10; round++) expect(await target.deliver()).toBe(200)
      await trickling
    })
    expect(performance.now() - started).toBeLessThan(4000)
    expect(peers.map(({ statuses }) => statuses)).toEqual(peers.map(() => [408]))
    expect(errors).toEqual({ ERR_READ_TIMEOUT: SENDERS })
    expect(handled).toBe(11)
  })

  test('connections that never say anything keep nobody else waiting', async () => {
    const peers = Array.from({ length: SENDERS }, () => target.connect())
    await target.survive(async () => {
      for (let round = 0; round < 10; round++) expect(await target.deliver()).toBe(200)
    })
    for (const peer of peers) peer.abort()
  })

  test('an unsigned body is not waited for', async () => {
    const peers = Array.from({ length: SENDERS }, () => target.connect())
    await target.survive(async () => {
      const unsigned = 'POST /hook HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n'
      for (const peer of peers) peer.write(unsigned)
      await until(() => peers.every((peer) => !peer.isOpen))
    })
    expect(peers.map(({ statuses }) => statuses)).toEqual(peers.map(() => [401]))
  })
})
