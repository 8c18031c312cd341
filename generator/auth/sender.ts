/** Plans `sender`: what the provider is known to do with the answers that it gets. */
import type { JsonObject } from '../schema/types.js'
import type { ReplyPlan, RespondPlan } from './handshake-types.js'
import { list, member, number, object, string } from './read.js'
import { parseReply, reader } from './reply.js'
import { checkSeconds } from './seconds.js'
import type { Spot } from './spot.js'

/** What is undefined is not known. */
export interface SenderPlan {
  readonly deadlineSeconds: number | undefined
  readonly retries: boolean | undefined
  readonly retriesClientErrors: boolean | undefined
  readonly successStatuses: readonly number[] | undefined
  /** What receivers have to be given as `account`, in words: customers of the sender share its key. */
  readonly sharedKey: string | undefined
  /** The answer that makes it give an event up: it reads nothing. */
  readonly stopRetry: ReplyPlan | undefined
}

/** No sender is known to wait longer than a minute for its answer. */
const LONGEST_DEADLINE = 900

/** Mistakes are reported where they stand. */
export function planSender(config: JsonObject, respond: RespondPlan, spot: Spot): SenderPlan {
  const sender = object(member(config, 'sender'))
  const deadline = number(member(sender, 'deadlineSeconds'), Number.NaN)
  const statuses = list(member(sender, 'successStatuses')).map((status) => number(status, 200))
  const stopRetry = member(sender, 'stopRetry')
  checkSeconds(deadline, LONGEST_DEADLINE, spot.at('sender', 'deadlineSeconds'))
  checkStatuses(statuses, respond, spot.at('respond'))
  return {
    deadlineSeconds: Number.isNaN(deadline) ? undefined : deadline,
    retries: claim(sender, 'retries'),
    retriesClientErrors: claim(sender, 'retriesClientErrors'),
    successStatuses: statuses.length === 0 ? undefined : statuses,
    sharedKey: planSharedKey(config, spot),
    stopRetry:
      stopRetry === undefined
        ? undefined
        : parseReply(object(stopRetry), spot.at('sender', 'stopRetry'), reader('constant')),
  }
}

/** What is signed for all customers alike must say for whom, unless the config says that it may not. */
function planSharedKey(config: JsonObject, spot: Spot): string | undefined {
  const sharedKey = string(member(object(member(config, 'sender')), 'sharedKey'))
  const account = member(object(member(config, 'events')), 'account')
  if (sharedKey === undefined || account === null) return undefined
  if (account === undefined) {
    const message = 'customers of the sender share its key, and nothing says whom an event is for'
    const hint = 'read it in "events.account"; null takes the events of every customer'
    spot.at('sender', 'sharedKey').error('ERR_SHARED_KEY', message, hint)
  }
  return sharedKey
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
