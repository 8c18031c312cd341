/** Hooks, log lines and answers of handlers: what is told, and that nothing that listens matters. */
import { expect, test, vi } from 'vitest'
import type { DeliverySummary, DeliveryWatch, StageTiming } from '../../templates/runtime/hooks.js'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { memoryStore } from '../../templates/runtime/stores/memory.js'
import { type AcmeEvents, acme, deliver, paid, SECRET, silent } from './acme.js'

function create(options: ReceiverOptions = {}) {
  return createReceiverFrom<AcmeEvents>(acme(), { secret: SECRET, logger: silent, ...options })
}

function recorder() {
  const stages: StageTiming[] = []
  const ends: DeliverySummary[] = []
  const around = vi.fn()
  const watch: DeliveryWatch = {
    onStage: (timing) => void stages.push(timing),
    onEnd: (summary) => void ends.push(summary),
    around: (work) => {
      around()
      return work()
    },
  }
  return { stages, ends, around, watch }
}

test('each stage and the end of a delivery are told', async () => {
  const { stages, ends, around, watch } = recorder()
  const onDelivery = vi.fn(() => watch)
  const receiver = create({ hooks: { onDelivery }, idempotency: memoryStore(), clock: () => 1000 })
  receiver.onEvent('invoice.paid', () => undefined)
  await receiver.receive(deliver(paid))
  expect(onDelivery).toHaveBeenCalledWith({ provider: 'acme', kind: 'delivery', startedAt: 1000 })
  expect(stages.map(({ stage, name, failed }) => [stage, name, failed])).toEqual([
    ['read', undefined, false],
    ['verify', undefined, false],
    ['parse', undefined, false],
    ['validate', 'invoice.paid', false],
    ['reserve', 'invoice.paid', false],
    ['handle', 'invoice.paid', false],
    ['complete', 'invoice.paid', false],
  ])
  for (const { milliseconds } of stages) expect(milliseconds).toBeGreaterThanOrEqual(0)
  expect(ends).toEqual([
    {
      provider: 'acme',
      outcome: 'handled',
      status: 200,
      code: undefined,
      names: ['invoice.paid'],
      id: 'in_1',
      secretId: 'KEY',
      bytes: JSON.stringify(paid).length,
      milliseconds: expect.any(Number),
    },
  ])
  expect(around).toHaveBeenCalledOnce()
})

test('a refusal ends with its code, and the stage that failed says so', async () => {
  const { stages, ends, watch } = recorder()
  const receiver = create({ hooks: { onDelivery: () => watch } })
  await receiver.receive(deliver(paid, { 'x-signature': '00' }))
  expect(stages.at(-1)).toMatchObject({ stage: 'verify', failed: true })
  expect(ends).toMatchObject([{ outcome: 'rejected', status: 401, code: 'ERR_PROOF_INVALID' }])
})

test.each<[string, unknown]>([
  ['validate', { ...paid, amount: 'seven' }],
  ['handle', paid],
])('a stage that resolves to an error has failed: %s', async (stage, payload) => {
  const { stages, watch } = recorder()
  const receiver = create({ hooks: { onDelivery: () => watch } })
  receiver.onEvent('invoice.paid', () => {
    throw new Error('no money')
  })
  await receiver.receive(deliver(payload))
  expect(stages.filter(({ failed }) => failed).map((timing) => timing.stage)).toEqual([stage])
})

const boom = () => {
  throw new Error('hook')
}
test.each<[string, ReceiverOptions['hooks']]>([
  ['cannot begin', { onDelivery: boom }],
  ['fail', { onDelivery: () => ({ onStage: boom, onEnd: boom, around: boom }) }],
  ['do not call', { onDelivery: () => ({ around: () => undefined as never }) }],
  ['call twice', { onDelivery: () => ({ around: (work) => [work(), work()][1] as never }) }],
])('hooks that %s change nothing', async (_name, hooks) => {
  const receiver = create({ hooks })
  const handler = vi.fn()
  receiver.onEvent('invoice.paid', handler)
  expect((await receiver.receive(deliver(paid))).outcome).toBe('handled')
  expect(handler).toHaveBeenCalledOnce()
})

test('several hooks watch, and one that fails hides nothing from the others', async () => {
  const order: string[] = []
  const named = (name: string) => ({
    onDelivery: (): DeliveryWatch => ({
      onEnd: () => void order.push(`${name} end`),
      around: (work) => {
        order.push(name)
        return work()
      },
    }),
  })
  const broken = { onDelivery: () => ({ onEnd: boom, onStage: boom }) }
  const receiver = create({ hooks: [named('outer'), broken, named('inner')] })
  receiver.onEvent('invoice.paid', () => void order.push('handler'))
  expect((await receiver.receive(deliver(paid))).outcome).toBe('handled')
  expect(order).toEqual(['outer', 'inner', 'handler', 'outer end', 'inner end'])
})

test('no log line holds a payload, a secret or a signature; what a handler threw is its cause', async () => {
  const lines: unknown[] = []
  const log = (...line: unknown[]) => void lines.push(line)
  const receiver = create({ logger: { debug: log, warn: log, error: log } })
  const canary = { ...paid, note: 'canary-payload' }
  receiver.onEvent('invoice.paid', () => {
    throw new Error('canary-thrown')
  })
  const { headers } = deliver(canary)
  await receiver.receive(deliver(canary))
  await receiver.receive(deliver({ ...canary, amount: 'canary-amount' }))
  await receiver.receive(deliver(canary, { 'x-signature': 'canary-signature' }))
  await receiver.receive(deliver('{"canary-broken'))
  await receiver.receive(deliver({ type: 'ping' }))
  expect(lines.map((line) => Reflect.get(Object(line), 0))).toEqual([
    'delivery.failed',
    'delivery.rejected',
    'delivery.rejected',
    'delivery.rejected',
    'delivery.done',
  ])
  const text = JSON.stringify(lines)
  const cause = '"cause":[{"name":"Error","message":"canary-thrown"}]'
  expect(text).toContain(cause)
  expect(text.replace(cause, '')).not.toContain('canary')
  expect(text).not.toContain(SECRET)
  expect(text).not.toContain(String(Reflect.get(Object(headers), 'x-signature')))
})

test('a handler chooses one answer, text or JSON, with headers that HTTP allows', async () => {
  const answers: [unknown, object | undefined, object][] = [
    ['<Response/>', { headers: { 'Content-Type': 'text/xml' } }, { 'content-type': 'text/xml' }],
    ['ok', undefined, { 'content-type': 'text/plain;charset=utf-8' }],
    [{ type: 4 }, { status: 201 }, { 'content-type': 'application/json' }],
  ]
  for (const [body, init, headers] of answers) {
    const receiver = create()
    receiver.onEvent('invoice.paid', (_payload, { reply }) => reply(body, init))
    const { response } = await receiver.receive(deliver(paid))
    expect(response.headers).toEqual(headers)
    expect(response.body).toBe(typeof body === 'string' ? body : JSON.stringify(body))
  }
})

test.each<[string, unknown, object | undefined]>([
  ['an error status', 'x', { status: 500 }],
  ['a header that ends early', 'x', { headers: { 'x-a': 'b\r\nset-cookie: c' } }],
  ['a header name that is none', 'x', { headers: { 'x a': 'b' } }],
  ['no text', undefined, undefined],
])('an answer with %s is the handler’s mistake', async (_name, body, init) => {
  const receiver = create()
  receiver.onEvent('invoice.paid', (_payload, ctx) => ctx.reply(body, init))
  expect((await receiver.receive(deliver(paid))).error?.code).toBe('ERR_HANDLER')
})

test('the second answer to one delivery is a mistake, and none goes out with a failure', async () => {
  const receiver = create()
  receiver.onEvent('invoice.paid', (_payload, ctx) => ctx.reply('first'))
  receiver.onEvent('invoice.paid', (_payload, ctx) => ctx.reply('second'))
  const { response } = await receiver.receive(deliver(paid))
  expect(response).toMatchObject({ status: 500, body: '{"ok":false,"error":"failed"}' })
})
