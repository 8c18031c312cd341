/** Plans `sender`: what the provider is known to do with the answers that it gets. */
import type { JsonObject } from '../schema/types.js'
import type { ReplyPlan, RespondPlan } from './handshake-types.js'
import { list, member, number, object } from './read.js'
import { parseReply, reader } from './reply.js'
import type { Spot } from './spot.js'

/** What is undefined is not known. */
export interface SenderPlan {
  readonly deadlineSeconds: number | undefined
  readonly retries: boolean | undefined
  readonly retriesClientErrors: boolean | undefined
  readonly successStatuses: readonly number[] | undefined
  /** The answer that makes it give an event up: it reads nothing. */
  readonly stopRetry: ReplyPlan | undefined
}

/** Mistakes are reported where they stand. */
export function planSender(config: JsonObject, respond: RespondPlan, spot: Spot): SenderPlan {
  const sender = object(member(config, 'sender'))
  const deadline = number(member(sender, 'deadlineSeconds'), Number.NaN)
  const statuses = list(member(sender, 'successStatuses')).map((status) => number(status, 200))
  const stopRetry = member(sender, 'stopRetry')
  checkStatuses(statuses, respond, spot.at('respond'))
  return {
    deadlineSeconds: Number.isNaN(deadline) ? undefined : deadline,
    retries: claim(sender, 'retries'),
    retriesClientErrors: claim(sender, 'retriesClientErrors'),
    successStatuses: statuses.length === 0 ? undefined : statuses,
    stopRetry:
      stopRetry === undefined
        ? undefined
        : parseReply(object(stopRetry), spot.at('sender', 'stopRetry'), reader('constant')),
  }
}

function claim(sender: JsonObject, key: string): boolean | undefined {
  const value = member(sender, key)
  return typeof value === 'boolean' ? value : undefined
}

/** An answer that the sender takes for a failure would have it send for ever. */
function checkStatuses(statuses: readonly number[], respond: RespondPlan, spot: Spot): void {
  if (statuses.length === 0) return
  for (const key of ['ok', 'unknownEvent'] as const) {
    const status = respond[key]?.status
    if (status === undefined || statuses.includes(status)) continue
    const message = `the sender does not take ${status} for success`
    const hint = `use one of "sender.successStatuses": ${statuses.join(', ')}`
    spot.at(key, 'status').error('ERR_SENDER_STATUS', message, hint)
  }
}
