/** The lines that a receiver logs are those of docs/observability.md, and say what it promises. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { LogDetails } from '../../templates/runtime/logger.js'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import type { Provider } from '../../templates/runtime/provider.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { type AcmeEvents, acme, deliver, paid, SECRET, sign } from './acme.js'

const page = readFileSync(join(import.meta.dirname, '../../docs/observability.md'), 'utf8')

type Line = readonly [level: string, name: string, details: LogDetails]

function watched(options: ReceiverOptions = {}, provider: Partial<Provider> = {}) {
  const lines: Line[] = []
  const at = (level: string) => (name: string, details: LogDetails) =>
    void lines.push([level, name, details])
  const logger = { debug: at('debug'), warn: at('warn'), error: at('error') }
  const receiver = createReceiverFrom<AcmeEvents>(acme(provider), {
    secret: SECRET,
    logger,
    ...options,
  })
  return { lines, receiver }
}

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const LATE = { deadlineSeconds: 0.01 }

afterEach(() => vi.restoreAllMocks())

/** Everything that a receiver has to say, each once or more. */
async function sayAll(): Promise<readonly Line[]> {
  const letters = { put: async () => undefined, invalid: true }
  const common = watched({ deadLetters: letters })
  common.receiver.onEvent('invoice.paid', () => undefined)
  common.receiver.onEvent('ping', () => Promise.reject(new Error('x')))
  await common.receiver.receive(deliver(paid))
  await common.receiver.receive(deliver({ ...paid, amount: 'seven' }))
  await common.receiver.receive(deliver({ type: 'ping' }))
  await common.receiver.receive({ headers: {}, body: '' })
  await common.receiver.receive(deliver({ id: 'in_2' }))
  common.receiver.onEvent('invoice.voided', () => undefined)
  await common.receiver.close()
  const drifting = watched({ validation: 'report' })
  drifting.receiver.onEvent('invoice.paid', () => undefined)
  await drifting.receiver.receive(deliver({ ...paid, amount: 'seven' }))
  const late = [watched(LATE), watched(LATE), watched(LATE, { sender: { retries: false } })]
  const ends = [undefined, new Error('x'), undefined]
  for (const [index, { receiver }] of late.entries()) {
    receiver.onEvent('invoice.paid', async () => {
      await wait(40)
      if (ends[index] !== undefined) throw ends[index]
    })
    await receiver.receive(deliver(paid))
    await receiver.close()
  }
  return [common, drifting, ...late].flatMap(({ lines }) => lines)
}

test('every line of the document is told, at its level, and no other', async () => {
  const documented = [...page.matchAll(/^\| `([a-z_]+\.[a-z_]+)` \| (debug|warn|error) \|/gm)].map(
    ([, name, level]) => `${name} ${level}`,
  )
  const told = (await sayAll()).map(([level, name]) => `${name} ${level}`)
  expect(documented.length).toBeGreaterThan(10)
  expect([...new Set(told)].sort()).toEqual(documented.sort())
})

describe('work that goes on after the answer', () => {
  test.each([
    ['is done', undefined, ['debug', 'delivery.late_done', { outcome: 'handled' }]],
    ['fails', new Error('x'), ['error', 'delivery.late_failed', { code: 'ERR_HANDLER' }]],
  ] as const)('is told when it %s', async (_name, thrown, [level, name, details]) => {
    const { lines, receiver } = watched({ ...LATE, tenant: () => 'ours' })
    receiver.onEvent('invoice.paid', async () => {
      await wait(40)
      if (thrown !== undefined) throw thrown
    })
    expect((await receiver.receive(deliver(paid))).response.status).toBe(503)
    const known = { name: 'invoice.paid', id: 'in_1', secretId: 'KEY', tenant: 'ours' }
    expect(lines.at(0)).toEqual(['warn', 'delivery.late', { provider: 'acme', ...known }])
    await receiver.close()
    expect(lines).toContainEqual([level, name, expect.objectContaining({ ...known, ...details })])
  })
})

describe('details of a line', () => {
  const url = 'https://acme.test/hooks/acme?token=hidden#part'

  test('a refusal has the path without its query', async () => {
    const { lines, receiver } = watched()
    await receiver.receive({ headers: {}, body: '', url })
    expect(lines[0]?.[2]).toMatchObject({ code: 'ERR_PROOF_MISSING', path: '/hooks/acme' })
    expect(JSON.stringify(lines)).not.toContain('hidden')
  })

  test.each([
    ['no line breaks and no quotes', '/a\nb"c', undefined, '/a?b?c'],
    ['not for ever', `/${'a'.repeat(5000)}`, undefined, `/${'a'.repeat(199)}`],
    ['not where it proves the delivery', url, { headers: [], url: true }, undefined],
  ])('a path has %s', async (_name, given, credentials, path) => {
    const { lines, receiver } = watched({}, credentials && { credentials })
    await receiver.receive({ headers: {}, body: '', url: given })
    expect(lines[0]?.[2].path).toBe(path)
  })

  test('what is invalid names event, id, secret and tenant', async () => {
    const { lines, receiver } = watched({ tenant: () => 'ours' })
    receiver.onEvent('invoice.paid', () => undefined)
    await receiver.receive({ ...deliver({ ...paid, amount: 'x' }), url })
    const known = { name: 'invoice.paid', id: 'in_1', secretId: 'KEY', tenant: 'ours' }
    expect(lines[0]?.[2]).toMatchObject({ ...known, path: '/hooks/acme' })
    expect(lines[0]?.[2].code).toBe('ERR_PAYLOAD_INVALID')
  })

  test('a delivery that fails behind its proof names secret and tenant', async () => {
    const options = { tenant: () => 'ours' }
    const { lines, receiver } = watched(options)
    await receiver.receive({ headers: { 'x-signature': sign('{') }, body: '{' })
    expect(lines[0]?.[2]).toMatchObject({
      code: 'ERR_PAYLOAD_MALFORMED',
      secretId: 'KEY',
      tenant: 'ours',
    })
  })

  test('the cause is the whole chain, with codes', async () => {
    const refused = Object.assign(new Error('connect failed'), { code: 'ECONNREFUSED' })
    const cause = new AggregateError([refused], 'all addresses failed')
    const secret = () => Promise.reject(new TypeError('fetch failed', { cause }))
    const { lines, receiver } = watched({ secret })
    await receiver.receive(deliver(paid))
    expect(lines[0]?.[2].cause).toEqual([
      { name: 'TypeError', message: 'fetch failed' },
      { name: 'AggregateError', message: 'all addresses failed' },
      { name: 'Error', message: 'connect failed', code: 'ECONNREFUSED' },
    ])
  })

  test('of several handlers that failed, each is told', async () => {
    const { lines, receiver } = watched()
    receiver.onEvent('ping', () => Promise.reject(new Error('first')))
    receiver.onEvent('ping', () => Promise.reject('second'))
    await receiver.receive(deliver({ type: 'ping' }))
    expect(lines[0]?.[2].cause).toEqual([
      { name: 'Error', message: 'first' },
      { name: 'string', message: 'second' },
    ])
  })

  test('a chain that is endless, long or in a circle is cut', async () => {
    const circle = new Error(`line\nbreak ${'long '.repeat(500)}`)
    circle.cause = circle
    let deep: unknown = new Error('end')
    for (let count = 0; count < 100; count++) deep = new Error('next', { cause: deep })
    for (const [thrown, length] of [
      [circle, 1],
      [deep, 8],
    ] as const) {
      const { lines, receiver } = watched()
      receiver.onEvent('ping', () => Promise.reject(thrown))
      await receiver.receive(deliver({ type: 'ping' }))
      const { cause = [] } = lines[0]?.[2] ?? {}
      expect(cause).toHaveLength(length)
      expect(cause[0]?.message.length).toBeLessThan(301)
      expect(cause[0]?.message).not.toContain('\n')
    }
  })

  test('an error whose members cannot be read costs no line', async () => {
    const odd = new Proxy(new Error('x'), {
      get: () => {
        throw new Error('y')
      },
    })
    const { lines, receiver } = watched()
    receiver.onEvent('ping', () => Promise.reject(odd))
    await receiver.receive(deliver({ type: 'ping' }))
    expect(lines.map(([, name]) => name)).toEqual(['delivery.failed'])
  })

  test('what JSON.parse quotes of a payload is in no line', async () => {
    const { lines, receiver } = watched()
    receiver.onEvent('ping', () => JSON.parse('private'))
    await receiver.receive({ headers: { 'x-signature': sign('{"private') }, body: '{"private' })
    await receiver.receive(deliver({ type: 'ping' }))
    expect(lines).toHaveLength(2)
    expect(JSON.stringify(lines)).not.toContain('private')
  })
})
