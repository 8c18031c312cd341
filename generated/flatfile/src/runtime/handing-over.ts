/** What a receiver does with envelopes, and how it comes to its end. */
import { asWebhookError } from './as-webhook-error.js'
import type { Parts } from './assemble.js'
import { checkOptions } from './check-options.js'
import type { Envelopes } from './envelope.js'
import { packDelivery, unpackDelivery } from './envelope-content.js'
import { knownEvent, restoreEvents } from './known-event.js'
import type { ReceiverOptions } from './options.js'
import type { Pipeline } from './pipeline.js'
import { prove } from './proving.js'
import type { Receiver } from './receiver-api.js'
import { within } from './within.js'

const CLOSE_SECONDS = 30

type HandingOver = Pick<
  Receiver<Record<string, unknown>>,
  'seal' | 'open' | 'consume' | 'work' | 'close'
>

export function handingOver(
  parts: Parts,
  pipeline: Pipeline,
  { deadLetters, queue }: Pick<ReceiverOptions, 'deadLetters' | 'queue'>,
): HandingOver {
  const keepsDeadLetters = deadLetters !== undefined
  const { envelopes, gate, provider, reader, reporter } = parts
  return {
    seal: async (input) => {
      const sealer = demand(envelopes)
      try {
        const verified = await prove(parts, input)
        const { delivery, now } = verified
        const events = reader.events(delivery)
        const proven = { delivery, verified, now, known: () => events.map(knownEvent) }
        return await sealer.seal(await packDelivery(provider, proven, sole(events)))
      } catch (error) {
        throw asWebhookError(error)
      }
    },
    open: async (envelope) => {
      const opener = demand(envelopes)
      try {
        const content = await opener.open(envelope)
        const { delivery } = unpackDelivery(content)
        return await reader.demand(restoreEvents(reader.events(delivery), content))
      } catch (error) {
        throw asWebhookError(error)
      }
    },
    consume: (envelope) => pipeline.consume(envelope),
    work: async () => {
      demand(envelopes)
      if (queue === undefined) throw new TypeError('there is no queue to work on')
      await queue.work(async (envelope) => {
        const { error, outcome, response } = await pipeline.consume(envelope)
        // What the dead letters took is done; the engine must not keep it a second time.
        const isTaken = outcome === 'invalid' && response.status < 300
        const isKept = outcome === 'given-up' && keepsDeadLetters
        if (error !== undefined && !isTaken && !isKept) throw error
      })
    },
    close: async (options = {}) => {
      checkOptions('close options', options, { timeoutSeconds: 'other' })
      const { timeoutSeconds = CLOSE_SECONDS } = options
      reporter.note('debug', 'receiver.closing')
      const started = performance.now()
      const milliseconds = timeoutSeconds * 1000
      // The queue first: what it still hands over has to be let in.
      const isQueueClosed = await within(closeQueue(queue), milliseconds).catch(() => false)
      const left = Math.max(0, milliseconds - (performance.now() - started))
      const isDrained = await gate.close(left)
      reporter.note('debug', 'receiver.closed')
      return isQueueClosed && isDrained
    },
  }
}

async function closeQueue(queue: ReceiverOptions['queue']): Promise<true> {
  await queue?.close()
  return true
}

function demand(envelopes: Envelopes | undefined): Envelopes {
  if (envelopes !== undefined) return envelopes
  throw new TypeError('envelopes need a key: create the receiver with { envelope: { key } }')
}

function sole<T>(events: readonly T[]): T | undefined {
  return events.length === 1 ? events[0] : undefined
}
