/** Puts a receiver's parts together, and finds every contradiction in what the consumer wants. */
import { AccountGuard } from './account.js'
import { allowedMethods } from './admission.js'
import { Answers } from './answers.js'
import { Authenticator } from './authenticator.js'
import { DeadLetters } from './dead-letters.js'
import { deadlineOf } from './deadline.js'
import { Dispatcher } from './dispatcher.js'
import { DriftWatch } from './drift.js'
import { Envelopes } from './envelope.js'
import { EventReader } from './event-reader.js'
import type { InvalidHandler, UnknownHandler } from './events.js'
import { Finisher, type HandOff } from './finisher.js'
import { receiverClock } from './foreign-call.js'
import { Gate } from './gate.js'
import { HandlerList } from './handler-list.js'
import { Handshakes } from './handshakes.js'
import { Ledger } from './ledger.js'
import { type Limits, readLimits } from './limits.js'
import type { Fetch, ReceiverOptions } from './options.js'
import { PayloadJudge, readValidation, resourceValidation } from './payload-judge.js'
import type { Stages } from './pipeline.js'
import { Processor, type ProcessorParts } from './processor.js'
import type { Provider } from './provider.js'
import { checkReceiverOptions } from './receiver-options.js'
import { Reporter } from './reporter.js'
import { type ChosenScheme, chooseSchemes } from './scheme-choice.js'
import { SubscriptionGuard } from './subscription-guard.js'
import { checkTenantRule } from './tenant.js'
import type { Validation } from './validation.js'
import { Watching } from './watch.js'

/** Everything that a receiver is made of. */
export interface Parts extends Stages {
  readonly dispatcher: Dispatcher
  readonly unknown: HandlerList<UnknownHandler>
  readonly invalid: HandlerList<InvalidHandler>
  readonly limits: Limits
  readonly drift: DriftWatch
  readonly validation: Validation
}

/** @throws {TypeError} where the options contradict each other or the provider */
export function assemble(provider: Provider, options: ReceiverOptions): Parts {
  checkReceiverOptions(options)
  const limits = readLimits(options.limits)
  const clock = receiverClock(options.clock)
  const reporter = new Reporter(provider, options.logger, clock)
  const handshakes = new Handshakes(provider.handshakes, handshakeOptions(options))
  const methods = allowedMethods(provider, handshakes)
  const drift = new DriftWatch((mismatch) => reporter.mismatch(mismatch))
  const validation = readValidation(options.validation, provider.validation)
  const { envelope, idempotency } = options
  const envelopes = envelope === undefined ? undefined : new Envelopes(provider.name, envelope)
  const ledger = idempotency === undefined ? undefined : new Ledger(idempotency)
  // A dead letter says in its envelope who need not handle it again.
  const isReplayed = options.deadLetters !== undefined && envelopes !== undefined
  const remembers = ledger?.isLasting === true || isReplayed
  const shared = {
    provider,
    reporter,
    drift,
    validation,
    answers: new Answers(provider, methods, options.respond),
    reader: new EventReader(provider, new PayloadJudge(validation, 'payload', drift)),
    dispatcher: new Dispatcher(provider, remembers),
    unknown: new HandlerList<UnknownHandler>(remembers ? 'unknown events' : undefined),
    invalid: new HandlerList<InvalidHandler>(),
    envelopes,
    ledger,
  }
  const rule = checkTenantRule(options.tenant)
  const { callSeconds } = limits
  const chosen = chooseSchemes(provider, options)
  refuseSharedKey(shared.envelopes, chosen)
  return {
    ...shared,
    limits,
    clock,
    handshakes,
    gate: new Gate(limits.concurrency),
    authenticator: new Authenticator(chosen, { provider: provider.name, rule, callSeconds }),
    account: new AccountGuard(provider, options.account, callSeconds),
    subscription: new SubscriptionGuard(provider, options.secretStore, callSeconds),
    watching: new Watching(provider.name, [options.hooks ?? []].flat(), options.clock),
    finisher: makeFinisher(shared, options),
  }
}

type Shared = Pick<
  Parts,
  | 'answers'
  | 'dispatcher'
  | 'drift'
  | 'envelopes'
  | 'invalid'
  | 'provider'
  | 'reader'
  | 'reporter'
  | 'unknown'
  | 'validation'
> &
  Pick<ProcessorParts, 'ledger'>

function makeFinisher(shared: Shared, options: ReceiverOptions): Finisher {
  const { envelopes, ledger, provider, reporter } = shared
  const { deadLetters, deadlineSeconds, hydrate } = options
  const resources = resourceValidation(shared.validation, provider.validation)
  const judge = new PayloadJudge(resources, 'resource', shared.drift)
  const processor = new Processor({
    ...shared,
    skipsStale: skipsStale(provider, ledger, options),
    hydrate: provider.hydration?.({ hydrate, fetch: ownFetch(options), judge }),
    deadLetters: deadLetters && new DeadLetters(provider, deadLetters, envelopes, reporter),
  })
  const { waitUntil } = options
  const deadline = deadlineOf(provider.sender, deadlineSeconds)
  return new Finisher({
    ...shared,
    processor,
    deadline,
    waitUntil,
    handOff: handOff(options, envelopes),
  })
}

// The provider knows its secret: it could then seal what it never sent.
function refuseSharedKey(envelopes: Envelopes | undefined, chosen: readonly ChosenScheme[]): void {
  const secrets = chosen.flatMap(({ scheme, source }) =>
    scheme.secrets.flatMap(({ name }) => source.static?.get(name) ?? []),
  )
  if (secrets.some(({ value }) => envelopes?.has(value) === true)) {
    throw new TypeError('envelope.key is a secret that the provider knows: make another one')
  }
}

function handOff(
  { ack = 'handle', queue }: ReceiverOptions,
  envelopes: Envelopes | undefined,
): HandOff | undefined {
  if (ack === 'handle') return undefined
  if (ack !== 'enqueue') throw new TypeError("ack must be 'handle' or 'enqueue'")
  if (queue === undefined) throw new TypeError("ack: 'enqueue' needs a queue")
  if (envelopes === undefined) {
    throw new TypeError("ack: 'enqueue' needs envelope: { key }, so that nobody else can enqueue")
  }
  return { queue, envelopes }
}

function skipsStale(
  provider: Provider,
  ledger: Ledger | undefined,
  { stale }: ReceiverOptions,
): boolean {
  if (stale === undefined) return false
  if (stale !== 'handle' && stale !== 'skip') {
    throw new TypeError("stale must be 'handle' or 'skip'")
  }
  if (provider.sequence === undefined) {
    throw new TypeError(`${provider.name} does not say what orders its events (events.sequence)`)
  }
  if (ledger === undefined || !ledger.canOrder) {
    throw new TypeError('stale needs an idempotency store that can remember positions')
  }
  return stale === 'skip'
}

function handshakeOptions(options: ReceiverOptions) {
  const { handshakes = {}, secretStore } = options
  return { modes: handshakes, store: secretStore, fetch: ownFetch(options) }
}

// Not `fetch` itself: whoever replaces it in a test replaces it afterwards.
function ownFetch({ fetch }: ReceiverOptions): Fetch {
  return fetch ?? ((...call) => globalThis.fetch(...call))
}
