/** Makes one receipt of what the events of a delivery came to: the worst one answers. */
import type { Answers } from './answers.js'
import type { Delivery } from './delivery.js'
import { type AnyWebhookError, STATUS } from './errors.js'
import type { AnyReceipt, Reply } from './outcome.js'
import type { Settled } from './processor.js'
import type { ProofContext } from './proof.js'
import type { Success } from './respond.js'

/** The delivery that is answered; without the context of its proof where nobody waits. */
export interface Answering {
  readonly delivery: Delivery
  readonly context: ProofContext | undefined
  /** What a handler chose. */
  readonly reply: Reply | undefined
}

const SUCCESSES: readonly Success[] = ['ignored', 'unknown', 'stale', 'duplicate', 'handled']

/** The receipt of the events, in their order; an empty batch is ignored. */
export async function settleAll(
  settled: readonly Settled[],
  answers: Answers,
  { delivery, context, reply }: Answering,
): Promise<AnyReceipt> {
  const [first, ...others] = settled
  if (first === undefined) {
    return {
      outcome: 'ignored',
      response: await answers.succeed('ignored', delivery, context),
      events: [],
    }
  }
  const worst = others.reduce((a, b) => (severity(b) > severity(a) ? b : a), first)
  const events = settled.map(({ event }) => event)
  if (worst.situation === 'error') return failure(worst.error, answers.refuse(worst.error), events)
  if (worst.situation === 'taken') {
    const response = await answers.succeed('handled', delivery, context)
    return { outcome: 'invalid', response, error: worst.error, events }
  }
  const { situation } = worst
  const stored = settled.length === 1 ? worst.reply : undefined
  const response = reply ?? stored ?? (await answers.succeed(situation, delivery, context))
  // Sound: both outcomes come of events that the SDK knows.
  return { outcome: situation, response, events } as AnyReceipt
}

/** The receipt of an error. */
export function failure(
  error: AnyWebhookError,
  response: Reply,
  events: AnyReceipt['events'] = [],
): AnyReceipt {
  switch (error.code) {
    case 'ERR_IN_FLIGHT':
      return { outcome: 'in-flight', response, error }
    case 'ERR_PERMANENT':
      return { outcome: 'given-up', response, error, events }
    case 'ERR_PAYLOAD_INVALID':
      return { outcome: 'invalid', response, error, events }
    default:
      return { outcome: STATUS[error.code] >= 500 ? 'failed' : 'rejected', response, error }
  }
}

// What the sender has to repeat outweighs what it must not, and that outweighs what is done.
function severity(settled: Settled): number {
  const { situation } = settled
  if (situation === 'error') return Math.max(STATUS[settled.error.code], 300)
  return situation === 'taken' ? SUCCESSES.length : SUCCESSES.indexOf(situation)
}
