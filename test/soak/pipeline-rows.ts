/** Rows that go through the pipeline alone, in each of the ways that it ends. */

import { bodyElements } from '../../templates/runtime/expr/batch.js'
import { itemJson } from '../../templates/runtime/expr/item.js'
import { RetryableError } from '../../templates/runtime/handler-errors.js'
import type { Hooks } from '../../templates/runtime/hooks.js'
import type { EventModule } from '../../templates/runtime/validation.js'
import { anything, deliver, paid, post, SECRET } from '../runtime/acme.js'
import { type AcmeReceiver, type Deliver, endOf, invoice, type Row, receiverOf } from './row.js'

/** A row of a receiver that gets these deliveries. */
function row(
  name: string,
  end: string,
  input: (index: number) => Parameters<AcmeReceiver['receive']>[0],
  make: () => AcmeReceiver,
): Row {
  return {
    name,
    ends: [end],
    open: () => {
      const receiver = make()
      return { deliver: async (index) => endOf(await receiver.receive(input(index))) }
    },
  }
}

function handling(options: Parameters<typeof receiverOf>[0] = {}): AcmeReceiver {
  const receiver = receiverOf(options)
  receiver.onEvent('invoice.paid', async (_event, ctx) => void ctx.reply('thanks'))
  return receiver
}

function failing(): AcmeReceiver {
  const receiver = receiverOf()
  receiver.onError(() => undefined)
  receiver.onEvent('invoice.paid', () => {
    throw new RetryableError('not now')
  })
  return receiver
}

/** Takes what the schema does not say. */
const drifting: EventModule = {
  check: () => () => false,
  explain: async () => () => ({ issues: [], count: 1 }),
  tolerant: anything,
}

function watchingDrift(): AcmeReceiver {
  const events = new Map([['invoice.paid', drifting]])
  const receiver = receiverOf({ validation: 'tolerant' }, { events })
  receiver.onDrift(() => undefined)
  receiver.onEvent('invoice.paid', () => undefined)
  return receiver
}

const watching: Hooks = { onDelivery: () => ({ onStage: () => undefined, onEnd: () => undefined }) }

/** One signal for as long as the platform lives, and handlers that come and go with another. */
function openPlatform() {
  const { signal } = new AbortController()
  const receiver = receiverOf({ deadlineSeconds: 5 })
  receiver.onEvent('invoice.paid', (_event, ctx) => void ctx.signal.aborted)
  const send: Deliver = async (index) => {
    receiver.onAny(() => undefined, { signal, once: true })
    receiver.onEvent('invoice.paid', () => undefined, { signal })()
    const { method, url, headers, body } = post(invoice(index))
    const { response } = await receiver.serve({
      method,
      url,
      headers,
      platform: [],
      read: () => readAll(body),
      findSignal: () => signal,
    })
    return String(response.status)
  }
  return { deliver: send }
}

async function readAll(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array> {
  return new Uint8Array(await new Response(body).arrayBuffer())
}

function openFetch() {
  const receiver = receiverOf({ deadlineSeconds: 5 })
  receiver.onEvent('invoice.paid', (_event, ctx) => void ctx.signal.aborted)
  const send: Deliver = async (index) => {
    const { status } = await receiver.fetch(post(invoice(index)))
    return String(status)
  }
  return { deliver: send }
}

function openBatches() {
  const receiver = receiverOf(
    {},
    {
      batch: (delivery) => bodyElements(delivery, ''),
      eventName: (delivery) => itemJson(delivery, '/type'),
      eventId: (delivery) => itemJson(delivery, '/id'),
      payload: ({ item }) => item?.value,
    },
  )
  receiver.onEvent('invoice.paid', () => undefined)
  const send: Deliver = async (index) => {
    return endOf(await receiver.receive(deliver([invoice(index), invoice(index + 0.5)])))
  }
  return { deliver: send }
}

/** Two at once, where one is let in. */
function openGate() {
  const receiver = receiverOf({ limits: { concurrency: 1 } })
  receiver.onError(() => undefined)
  receiver.onEvent('invoice.paid', () => new Promise((resolve) => setImmediate(resolve)))
  const send: Deliver = async (index) => {
    const first = receiver.receive(deliver(invoice(index)))
    const second = await receiver.receive(deliver(invoice(index)))
    return `${endOf(await first)}, ${endOf(second)}`
  }
  return { deliver: send }
}

/** What is sealed, opened and verified without a handler. */
function openSealing() {
  const receiver = receiverOf({ envelope: { key: 'k'.repeat(32) } })
  const send: Deliver = async (index) => {
    const delivery = deliver(invoice(index))
    await receiver.verify(delivery)
    const { name } = await receiver.open(await receiver.seal(delivery))
    return name ?? 'nameless'
  }
  return { deliver: send }
}

const late = { limits: { concurrency: 1000 }, deadlineSeconds: 0.001 }

export const PIPELINE_ROWS: readonly Row[] = [
  row('handled', 'handled', (index) => deliver(invoice(index)), handling),
  row(
    'refused',
    'rejected ERR_PROOF_INVALID',
    (index) => deliver(invoice(index), { 'x-signature': 'ab'.repeat(32) }),
    handling,
  ),
  row(
    'without a proof',
    'rejected ERR_PROOF_MISSING',
    (index) => ({ headers: {}, body: JSON.stringify(invoice(index)) }),
    handling,
  ),
  row('malformed', 'rejected ERR_PAYLOAD_MALFORMED', (index) => deliver(`{${index}`), handling),
  row(
    'invalid',
    'invalid ERR_PAYLOAD_INVALID',
    (index) => deliver({ ...invoice(index), amount: 'seven' }),
    handling,
  ),
  row('unknown', 'unknown', (index) => deliver({ type: `unknown.${index}` }), handling),
  row('without a handler', 'ignored', () => deliver({ type: 'ping' }), handling),
  row('failing', 'failed ERR_RETRY', (index) => deliver(invoice(index)), failing),
  row('drifting', 'handled', (index) => deliver(invoice(index)), watchingDrift),
  row(
    'hooks',
    'handled',
    (index) => deliver(invoice(index)),
    () => handling({ hooks: [watching, watching] }),
  ),
  row(
    'secrets by function',
    'handled',
    (index) => deliver(invoice(index)),
    () => handling({ secret: async () => SECRET }),
  ),
  { name: 'fetch', ends: ['200'], open: openFetch },
  { name: 'serve, one signal for all', ends: ['200'], open: openPlatform },
  { name: 'batches', ends: ['handled'], open: openBatches },
  { name: 'two where one is let in', ends: ['handled, failed ERR_OVERLOADED'], open: openGate },
  { name: 'verified, sealed and opened', ends: [paid.type], open: openSealing },
  {
    name: 'late',
    ends: ['failed ERR_DEADLINE', 'handled'],
    fewer: 10,
    open: () => {
      const receiver = receiverOf(late)
      receiver.onError(() => undefined)
      receiver.onEvent('invoice.paid', () => new Promise((resolve) => setTimeout(resolve, 3)))
      return { deliver: async (index) => endOf(await receiver.receive(deliver(invoice(index)))) }
    },
  },
]
