/** Runs the handlers of one event that have not succeeded yet, and says what became of them. */
import type { DeadLetters, Given } from './dead-letters.js'
import { type AnyWebhookError, GivenUp, HandlersFailed, RetryDemanded } from './errors.js'
import type { Context, UnknownEvent } from './events.js'
import { isPermanent, isRetryable } from './handler-errors.js'
import { type Failure, type Registration, uniqueNames } from './handler-list.js'
import type { Claim } from './ledger.js'
import type { ReplySlot } from './reply-slot.js'
import type { Watch } from './watch.js'

/** One attempt at an event. */
export interface Attempt {
  readonly event: UnknownEvent
  /** How messages call the event. */
  readonly label: string
  readonly context: Context
  /** Absent where nobody remembers what succeeded. */
  readonly claim: Claim | undefined
  readonly watch: Watch
  readonly reply: ReplySlot
  readonly proven: Given
  /** Handlers of a replayed event that need not run again. */
  readonly succeeded?: readonly string[]
}

/** Any handler: what it takes was made sure of when it was registered. */
export type AnyRegistration = Registration<(event: never, context: Context) => unknown>

/**
 * One after another; a failure does not stop the rest. Resolves to what went wrong, `ERR_PERMANENT`
 * only where nothing else did: then the event is as settled as it can be.
 *
 * @throws {InFlight} `ERR_IN_FLIGHT` where somebody else took the event over
 * @throws {StoreUnavailable} `ERR_STORE_UNAVAILABLE`
 * @throws {DeadLetterUnavailable} `ERR_DEAD_LETTER_UNAVAILABLE`
 */
export async function runHandlers(
  registrations: readonly AnyRegistration[],
  attempt: Attempt,
  deadLetters: DeadLetters | undefined,
): Promise<AnyWebhookError | undefined> {
  const names = uniqueNames(registrations)
  const succeeded = new Set([...(attempt.claim?.succeeded ?? []), ...(attempt.succeeded ?? [])])
  const failures: Failure[] = []
  for (const [index, registration] of registrations.entries()) {
    const name = names[index] ?? registration.name
    if (succeeded.has(name) || !registration.claim()) continue
    const failure = await run(registration, name, attempt)
    if (failure !== undefined) failures.push(failure)
    else {
      succeeded.add(name)
      // The last one is remembered by completing the event, which saves a round trip.
      const isAllDone = failures.length === 0 && index === registrations.length - 1
      if (!isAllDone) await remember(name, attempt)
    }
  }
  if (failures.length === 0) return undefined
  await giveUp(failures, attempt, { deadLetters, succeeded })
  return judge(failures, registrations.length, attempt.label)
}

async function remember(name: string, { claim, reply }: Attempt): Promise<void> {
  await claim?.succeed(name)
  const { value } = reply
  if (value !== undefined && value !== claim?.reply) await claim?.keepReply(value)
}

async function run(
  { handler }: AnyRegistration,
  name: string,
  { event, context, watch }: Attempt,
): Promise<Failure | undefined> {
  try {
    // Sound: handlers are kept in the list of those who take such an event.
    await watch.around(async () => handler(event as never, context))
    return undefined
  } catch (error) {
    return { name, error }
  }
}

// Who gave up for good is not asked again, even where others have to be.
async function giveUp(
  failures: readonly Failure[],
  { event, claim, proven }: Attempt,
  {
    deadLetters,
    succeeded,
  }: { readonly deadLetters: DeadLetters | undefined; readonly succeeded: ReadonlySet<string> },
): Promise<void> {
  const handlers = failures.filter(({ error }) => isPermanent(error)).map(({ name }) => name)
  if (handlers.length === 0) return
  const cause = { reason: 'permanent', handlers, succeeded: [...succeeded] } as const
  await deadLetters?.put(event, proven, cause)
  for (const name of handlers) await claim?.succeed(name)
}

function judge(failures: readonly Failure[], count: number, label: string): AnyWebhookError {
  const errors = failures.map(({ error }) => error)
  const names = failures.map((failure) => failure.name).join(', ')
  const message = `${failures.length} of ${count} handlers of ${label} failed: ${names}`
  const open = errors.filter((error) => !isPermanent(error))
  if (open.length === 0) return new GivenUp(message, errors)
  const retries = open.filter(isRetryable)
  if (retries.length < open.length) return new HandlersFailed(message, errors)
  const seconds = retries.flatMap(({ afterSeconds }) => afterSeconds ?? [])
  return new RetryDemanded(message, errors, seconds.length > 0 ? Math.max(...seconds) : undefined)
}
