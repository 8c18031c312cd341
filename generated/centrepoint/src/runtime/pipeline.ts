/** The order of a delivery: each step may end it, and none sees what an earlier one refused. */
import type { AccountGuard } from './account.js'
import { admit, notAllowed } from './admission.js'
import type { Answers } from './answers.js'
import { asWebhookError } from './as-webhook-error.js'
import type { Authenticated, Authenticator } from './authenticator.js'
import type { FindSignal } from './context.js'
import type { MaybePromise } from './crypto.js'
import { createDelivery, type Delivery, type Head, type ReadBody } from './delivery.js'
import type { Envelopes } from './envelope.js'
import { replayedIndex, unpackDelivery } from './envelope-content.js'
import { EnvelopeInvalid } from './errors.js'
import type { EventReader, ReadEvent } from './event-reader.js'
import type { Finisher, Genuine } from './finisher.js'
import type { Gate } from './gate.js'
import type { Answered, HandshakeAccess, Handshakes } from './handshakes.js'
import { knownEvent, restoreEvents } from './known-event.js'
import type { AnyReceipt } from './outcome.js'
import type { Provider } from './provider.js'
import { ReplySlot } from './reply-slot.js'
import type { Known, Reporter } from './reporter.js'
import { failure } from './settlement.js'
import type { SubscriptionGuard } from './subscription-guard.js'
import type { Watch, Watching } from './watch.js'

/** A request whose body is read only once its head has passed. */
export interface Inbound {
  readonly head: Head
  readonly read: () => MaybePromise<ReadBody>
  readonly findSignal: FindSignal | undefined
}

/** Who does what; the pipeline only knows the order. */
export interface Stages {
  readonly provider: Provider
  readonly gate: Gate
  readonly authenticator: Authenticator
  readonly account: AccountGuard
  readonly subscription: SubscriptionGuard
  readonly handshakes: Handshakes
  readonly reader: EventReader
  readonly finisher: Finisher
  readonly envelopes: Envelopes | undefined
  readonly answers: Answers
  readonly reporter: Reporter
  readonly watching: Watching
  readonly clock: () => number
}

/** What lines say of a delivery; tenant and secret once the proof held. */
interface Seen extends Known {
  tenant?: string | undefined
  secretId?: string | undefined
}

/** What a delivery or an envelope is taken to its end with. */
interface Visit extends Pick<Genuine, 'started' | 'watch' | 'outlive'> {
  readonly seen: Seen
}

const NO_BODY = new Uint8Array()

export class Pipeline {
  readonly #stages: Stages

  constructor(stages: Stages) {
    this.#stages = stages
  }

  /** Takes one delivery to its end. Never throws. */
  run(inbound: Inbound): Promise<AnyReceipt> {
    const { url } = inbound.head
    return this.#visit('delivery', { url }, (visit) => this.#verify(inbound, visit))
  }

  /** Takes what is in an envelope to its end. Never throws. */
  consume(envelope: unknown): Promise<AnyReceipt> {
    return this.#visit('envelope', {}, (visit) => this.#open(envelope, visit))
  }

  /** Ends a delivery by an error. Never throws. */
  async fail(thrown: unknown, known?: Known): Promise<AnyReceipt> {
    const error = asWebhookError(thrown)
    await this.#stages.reporter.report(error, undefined, known)
    return failure(error, this.#stages.answers.refuse(error))
  }

  async #visit(
    kind: 'delivery' | 'envelope',
    seen: Seen,
    work: (visit: Visit) => Promise<AnyReceipt>,
  ): Promise<AnyReceipt> {
    const { gate, reporter, watching } = this.#stages
    const watch = watching.begin(kind)
    const left: Promise<unknown>[] = []
    const outlive = (rest: Promise<unknown>) => void left.push(rest)
    let receipt: AnyReceipt
    try {
      gate.enter()
      receipt = await work({ started: performance.now(), watch, outlive, seen }).catch((error) =>
        this.fail(error, seen),
      )
      if (left.length === 0) gate.leave()
      else Promise.allSettled(left).then(() => gate.leave())
    } catch (error) {
      receipt = await this.fail(error, seen)
    }
    watch.end(receipt)
    const { error, outcome, events: [event] = [] } = receipt
    const { name, id } = event ?? {}
    const { tenant } = seen
    if (outcome === 'unknown' && name === undefined) reporter.unnamed({ outcome, id, tenant })
    if (error === undefined) reporter.note('debug', 'delivery.done', { outcome, name, id, tenant })
    return receipt
  }

  async #verify({ head, read, findSignal }: Inbound, visit: Visit): Promise<AnyReceipt> {
    const { authenticator, clock, handshakes, provider } = this.#stages
    const { seen, watch } = visit
    const now = clock()
    const bare = createDelivery(head, NO_BODY)
    const early = await handshakes.answer('head', bare, this.#access(bare, now))
    if (early !== undefined) return this.#answer(early, seen)
    admit(head, provider, handshakes)
    if (!authenticator.isPresent(head) && !handshakes.isExpected('body', head.method)) {
      throw authenticator.missing(head)
    }
    const { body, encoded } = await watch.stage('read', undefined, async () => read())
    watch.note({ bytes: body.length })
    const delivery = createDelivery(head, body, encoded)
    const unsigned = await handshakes.answer('body', delivery, this.#access(delivery, now))
    if (unsigned !== undefined) return this.#answer(unsigned, seen)
    const verified = await watch.stage('verify', undefined, () =>
      authenticator.authenticate(delivery, now),
    )
    const { secretId } = verified
    seen.tenant = verified.delivery.tenant
    seen.secretId = secretId
    watch.note({ secretId, tenant: seen.tenant })
    return this.#welcome({ ...visit, verified, now, findSignal })
  }

  /** The delivery is genuine; whether it is an event, and one for us, is still to be seen. */
  async #welcome(genuine: Genuine & Pick<Visit, 'seen'>): Promise<AnyReceipt> {
    const { account, finisher, handshakes, provider, subscription } = this.#stages
    const { delivery, context } = genuine.verified
    const isBatch = provider.batch !== undefined
    if (!isBatch) await account.checkNamed(delivery)
    const findContext = async () => context
    const checkAccount = () => account.check(delivery)
    const access = { findContext, authenticate: findContext, checkAccount }
    const signed = await handshakes.answer('signed', delivery, access)
    if (signed?.dispatch === false) return this.#answer(signed, genuine.seen)
    if (!provider.methods.includes(delivery.method)) throw notAllowed(provider)
    await subscription.check(delivery)
    if (!isBatch) await account.check(delivery)
    const events = await this.#read(delivery, genuine.watch)
    if (isBatch) for (const event of events) await account.check(event.delivery)
    const receipt = await finisher.finish(events, genuine)
    const isTaken = receipt.response.status < 300
    return signed === undefined || !isTaken
      ? receipt
      : { ...receipt, response: signed.receipt.response }
  }

  async #open(envelope: unknown, { seen, watch }: Visit): Promise<AnyReceipt> {
    const { envelopes, finisher } = this.#stages
    if (envelopes === undefined || typeof envelope !== 'string') {
      throw new EnvelopeInvalid(
        'there is no envelope to open: both sides need { envelope: { key } }, and it is text',
      )
    }
    const content = await envelopes.open(envelope)
    const proven = unpackDelivery(content)
    const { secretId, succeeded, replay, tenant } = content
    seen.tenant = tenant
    seen.secretId = secretId
    watch.note({ bytes: content.body.length, secretId, tenant })
    const all = restoreEvents(await this.#read(proven.delivery, watch), content)
    const index = replayedIndex(replay)
    const events = index === undefined ? all : all.slice(index, index + 1)
    const reply = new ReplySlot(false)
    const known = () => all.map(knownEvent)
    const parts = { ...proven, known, findSignal: undefined, reply, watch, replay, succeeded }
    return finisher.handle(events, { ...parts, index: index ?? 0 })
  }

  // The body is parsed first, so that a malformed one is malformed whatever its type is.
  async #read(delivery: Delivery, watch: Watch): Promise<readonly ReadEvent[]> {
    const { reader } = this.#stages
    const events = await watch.stage('parse', undefined, async () => {
      const found = reader.events(delivery)
      if (found.length === 1) found[0]?.payload()
      return found
    })
    const [first] = events
    watch.note({ names: events.flatMap(({ name }) => name ?? []), id: first?.id })
    return events
  }

  #access(delivery: Delivery, now: number): HandshakeAccess {
    const { account, authenticator, provider } = this.#stages
    return {
      findContext: () => authenticator.contextOf(delivery, now),
      authenticate: (): Promise<Authenticated> => authenticator.authenticate(delivery, now),
      // The accounts of a batch are those of its events, and a handshake holds none.
      checkAccount: async () => {
        if (provider.batch === undefined) await account.checkNamed(delivery)
      },
    }
  }

  async #answer({ receipt }: Answered, seen: Seen): Promise<AnyReceipt> {
    const { error } = receipt
    if (error !== undefined) await this.#stages.reporter.report(error, undefined, seen)
    return receipt
  }
}
