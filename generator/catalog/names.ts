/** Allocates TypeScript identifiers and file stems: unique, legal, and the same in every run. */
import { createHash } from 'node:crypto'

/** Longer names are cut, and told apart by their hash. */
const MAX_LENGTH = 80

/** What a payload type must not be called: the SDK's own exports, and names that would mislead. */
const RESERVED: ReadonlySet<string> = new Set(
  `AccountRefused Any AnyWebhookError Array BodyConsumed BodyTooLarge BodyUnreadable Boolean
  Consume ContentTypeUnsupported Context CoreOptions Coverage CustomProof Date DeadLetter
  DeadLetterSink DeadLetterUnavailable DeadlineReached Delivery DeliveryInput DeliverySummary
  DeliveryInvalid DeliveryWatch Drift EncodingUnsupported EnvelopeInvalid Error ErrorCode Event EventGroups
  EventName EventOf Events EventToken EventUnknown Exclude Extract Function GivenUp Handler
  HandlerOptions HandlersFailed HandshakeFailed Headers HeadersTooMany Hooks HydrateOptions
  IdempotencyOptions IdempotencyStore Infinity InFlight InvalidEvent Issue LogDetails LogEvent
  Logger Map MethodNotAllowed More NaN Never Number OAuth2Options Object Omit Outcome
  Overloaded Partial PayloadInvalid PayloadMalformed PermanentError Pick Promise ProofInvalid
  ProofMissing ProofUnavailable PublicUrlMissing Queue QueueUnavailable Readonly ReadonlyArray
  ReadTimeout Receipt Received Receiver ReceiverClosing ReceiverFailed ReceiverOptions Record
  RegExp Reply ReplyInit Request RequestFailed Required Reservation ResourceContext Resources
  Response RetryableError RetryDemanded Secret SecretInput SecretInvalid SecretStore
  SecretUnavailable Set SignOptions Stage StageTiming StandardSchema STATUS StoreUnavailable
  String SubscriptionEnded Symbol TimestampOutOfRange TokenEvents TransportFacts
  TransportUnknown TrustedProxies Unchecked Undefined Unknown UnknownEvent Unsubscribe URL
  Validation Void WebhookError`.split(/\s+/),
)

export interface Wanted {
  /** What the name is for: two requests with one key are one. */
  readonly key: string
  /** Where the name is taken from, for example the wire name of an event. */
  readonly text: string
  /** Events come first: no schema that joins later renames the type of one. */
  readonly isEvent: boolean
}

/**
 * Gives each key an identifier. Of several that want the same one, an event or else the plainest
 * text gets it as it is, and the others get a hash behind it: of their own text, or of their key
 * where texts are the same. A newcomer so renames nobody but, at most, one that was less plain.
 */
export function allocateIdentifiers(wanted: readonly Wanted[]): ReadonlyMap<string, string> {
  return allocate(wanted, identifierOf, '_')
}

/** File stems in `[a-z0-9._-]`: the text where it is one already, otherwise with a hash behind it. */
export function allocateStems(wanted: readonly Wanted[]): ReadonlyMap<string, string> {
  return allocate(wanted, stemOf, '-')
}

function allocate(
  wanted: readonly Wanted[],
  shape: (text: string) => string,
  separator: string,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const taken = new Set<string>()
  const given = new Set<string>()
  for (const { key, text } of [...wanted].sort(byPrecedence)) {
    if (names.has(key)) continue
    const own = given.has(text) ? `${text} ${key}` : text
    given.add(text)
    const shaped = shape(text)
    let name = shaped
    for (let again = ''; taken.has(name.toLowerCase()); again += ' ') {
      name = `${shaped}${separator}${shortHash(own + again)}`
    }
    taken.add(name.toLowerCase())
    names.set(key, name)
  }
  return names
}

/** Events first; dots before underscores before dashes before anything else; then the shorter one. */
function byPrecedence(a: Wanted, b: Wanted): number {
  return (
    Number(b.isEvent) - Number(a.isEvent) ||
    plainness(a.text) - plainness(b.text) ||
    a.text.length - b.text.length ||
    byCodeUnit(a.text, b.text) ||
    byCodeUnit(a.key, b.key)
  )
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function plainness(text: string): number {
  const forms = [/^[a-z0-9]+(?:\.[a-z0-9]+)*$/, /^[a-z0-9]+(?:[._][a-z0-9]+)*$/, /^[\w.-]+$/]
  const rank = forms.findIndex((form) => form.test(text))
  return rank < 0 ? forms.length : rank
}

/** What a text becomes where nobody else wants the same. */
export function identifierOf(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
  const pascal = words.map((word, index) => capitalised(word, index, words)).join('')
  const cut =
    pascal.length > MAX_LENGTH ? `${pascal.slice(0, MAX_LENGTH)}_${shortHash(text)}` : pascal
  if (cut === '') return `Payload_${shortHash(text)}`
  if (/^\d/.test(cut)) return `Payload${cut}`
  return RESERVED.has(cut) ? `${cut}Payload` : cut
}

/** `CARGO_HELD_BY_PORT` is four words; `API` in `cargo.API` stays as its author writes it. */
function capitalised(word: string, index: number, words: readonly string[]): string {
  const first = word.charAt(0).toUpperCase()
  const besides = (step: 1 | -1): string | undefined => {
    let at = index + step
    // A number tells nothing of how the words around it are written.
    while (/^[0-9]+$/.test(words[at] ?? '')) at += step
    return words[at]
  }
  const isOneOfSeveral = [besides(-1), besides(1)].some(
    (other) => other !== undefined && isShouted(other),
  )
  return first + (isShouted(word) && isOneOfSeveral ? word.slice(1).toLowerCase() : word.slice(1))
}

function isShouted(word: string): boolean {
  return /[A-Z]/.test(word) && !/[a-z]/.test(word)
}

function stemOf(text: string): string {
  // `x.d` and `x.explain` would collide with the declarations and the second module of `x`.
  const isPlain =
    /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/.test(text) &&
    text.length <= MAX_LENGTH &&
    !/\.(?:d|explain)$/.test(text) &&
    !/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/.test(text)
  if (isPlain) return text
  const front = text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, MAX_LENGTH / 2)
  return `${front || 'event'}-${shortHash(text)}`.replace(
    /^(con|prn|aux|nul|com\d|lpt\d)\b/,
    'x-$1',
  )
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}
