/** Finds what of a delivery a proof reads: who has a copy of that could send it again. */
import { expressionsOf } from './compile.js'
import type { CapturePlan, OutboundPlan } from './handshake-types.js'
import { outboundExpressions } from './outbound.js'
import { tokenPlaces } from './proof-places.js'
import { leavesOf } from './rules/leaves.js'
import type { Spot } from './spot.js'
import type { AuthPlan, EventSource, Expr, Placeholder, ProofPlan, Source } from './types.js'
import { placeholders, readsBody } from './uses.js'

/** What no copy of a delivery has. */
export interface CredentialsPlan {
  /** Lower case, sorted. */
  readonly headers: readonly string[]
  /** The only headers that are kept, where the sender or a function decides what the proof reads. */
  readonly onlyHeaders?: readonly string[]
  /** Whether none of the URL is kept. */
  readonly url: boolean
  readonly query: readonly string[] | 'all'
  readonly form: readonly string[]
  /** Whether fields keep their names, as the schemas describe them. */
  readonly blank: boolean
}

/** What a worker reads of a copy; all else about its events is told beside it. */
export interface CopyReading {
  readonly source: EventSource
  readonly hydrate?: { readonly request: OutboundPlan } | undefined
  readonly handshakes?: readonly {
    readonly verify: 'none' | 'auth' | ProofPlan
    readonly capture: CapturePlan | undefined
  }[]
}

const LOCATION: readonly Source[] = ['host', 'path', 'url']

/** A part is the bytes of a field, and read of `multipart` alone. */
const FIELDS: readonly Source[] = ['form', 'part']

/** Left out of every copy, whatever the provider's proof is. */
const NEVER_KEPT = ['authorization', 'proxy-authorization', 'cookie']

/** What a message signature (RFC 9421) stands in. */
const MESSAGE_SIGNATURE = ['signature', 'signature-input']

/** Says how a body is to be read, and proves nothing. */
const FORMAT = 'content-type'

const CLOUD_EVENT = 'id source specversion type time subject datacontenttype dataschema'
  .split(' ')
  .map((name): Placeholder => {
    return { kind: 'placeholder', source: 'header', arg: `ce-${name}`, filters: [] }
  })

/** Warns of proofs that stay in a copy, and of events that cannot be read of one any more. */
export function reportCredentials(auth: AuthPlan, reading: CopyReading, spot: Spot): void {
  const { headers, query, url } = credentialsOf(auth, reading)
  const { format, from } = reading.source
  const isLeftOut = ({ source: place, arg = '' }: Placeholder) =>
    place === 'header'
      ? [...NEVER_KEPT, ...headers].includes(arg.toLowerCase())
      : place === 'query'
        ? url || query === 'all' || query.includes(arg)
        : url && LOCATION.includes(place)
  const hydrated = reading.hydrate && outboundExpressions(reading.hydrate.request).flat()
  if (placeholders(from ?? []).some(isLeftOut)) warn(spot.at('events', 'payload'))
  if (format === 'query' && url) warn(spot.at('events', 'format'))
  if (hydrated !== undefined && placeholders(hydrated).some(isLeftOut)) warn(spot.at('hydrate'))
  for (const { name, proof } of auth.schemes) {
    if (!staysInBody(proof, reading.source)) continue
    const message =
      'the proof stands in what holds the event, so whoever reads a queue or dead letters could send it again'
    const hint = 'keep who may read them as few as those who may know the secret'
    const place = auth.named ? spot.at('auth', 'schemes', name) : spot.at('auth')
    place.warning('WARN_PROOF_KEPT', message, hint)
  }
}

function warn(spot: Spot): void {
  const message =
    'this is read from a credential, and a delivery that waits in a queue or is kept has none'
  const hint = 'take such deliveries without a queue, or read another part of them'
  spot.warning('WARN_CREDENTIAL', message, hint)
}

/** Whichever of the schemes the consumer chooses. */
export function credentialsOf(auth: AuthPlan, reading: CopyReading): CredentialsPlan {
  const { handshakes = [], source } = reading
  const given = handshakes.flatMap(({ verify }) => (typeof verify === 'object' ? [verify] : []))
  const proofs = [...auth.schemes.map(({ proof }) => proof), ...given]
  const captured = handshakes.flatMap(
    ({ capture }) => capture?.secrets.map(([, from]) => from) ?? [],
  )
  const read = [...proofs.flatMap(expressionsOf), ...captured].flatMap(placeholders)
  const tokens = [...proofs.flatMap(tokenPlaces), ...captured.flatMap(placeholders)]
  const kept = keptPlaces(reading)
  // What only says what was signed may hold the event; a token or a signature is never kept.
  const leftOut = [...tokens, ...read.filter((one) => !kept.some((other) => isSame(one, other)))]
  const isOpen = mayReadAny(proofs, read) && !isBinary(source)
  const messages = proofs.flatMap(leavesOf).some(({ kind }) => kind === 'httpsig')
  const named = [...namesOf(leftOut, 'header'), ...(messages ? MESSAGE_SIGNATURE : [])]
  const headers = named.filter((name) => name !== FORMAT)
  return {
    headers: [...new Set(headers)].sort(),
    ...(isOpen && { onlyHeaders: [...new Set([FORMAT, ...namesOf(kept, 'header')])].sort() }),
    url: tokens.some(({ source: place }) => LOCATION.includes(place)),
    query: queryOf(leftOut, kept, mayReadAny(proofs, []) || read.some(isWholeQuery)),
    form: fieldsOf(leftOut, source),
    blank: source.format === 'form' || source.format === 'query',
  }
}

/** What the worker could not do without. */
function keptPlaces({ source, hydrate }: CopyReading): readonly Placeholder[] {
  const query: Placeholder = { kind: 'placeholder', source: 'query', arg: undefined, filters: [] }
  const read = [source.from ?? [], ...(hydrate ? outboundExpressions(hydrate.request) : [])]
  return [
    ...read.flatMap(placeholders),
    ...(source.format === 'query' ? [query] : []),
    ...(isBinary(source) ? CLOUD_EVENT : []),
  ]
}

/** Then any header that begins with `ce-` is a part of the event. */
function isBinary({ modes }: EventSource): boolean {
  return modes?.includes('binary') === true
}

/** All parameters, unless some of them are needed. */
function queryOf(
  leftOut: readonly Placeholder[],
  kept: readonly Placeholder[],
  isWhole: boolean,
): CredentialsPlan['query'] {
  if (isWhole && !kept.some(({ source }) => source === 'query')) return 'all'
  return namesOf(leftOut, 'query')
}

/** Without the field that is the event, as a worker has nothing else to read it from. */
function fieldsOf(leftOut: readonly Placeholder[], { from }: EventSource): readonly string[] {
  const carriers = placeholders(from ?? [])
  const left = leftOut.filter((one) => !carriers.some((carrier) => isSame(one, carrier)))
  return [...new Set(FIELDS.flatMap((source) => namesOf(left, source)))].sort()
}

function namesOf(places: readonly Placeholder[], wanted: Source): readonly string[] {
  const names = places.flatMap(({ source, arg }) => {
    if (source !== wanted || arg === undefined) return []
    // Only the names of headers are the same in any case.
    return wanted === 'header' ? arg.toLowerCase() : arg
  })
  return [...new Set(names)].sort()
}

function isSame(a: Placeholder, b: Placeholder): boolean {
  const isField = FIELDS.includes(a.source) && FIELDS.includes(b.source)
  if (a.source !== b.source && !isField) return false
  return a.source === 'header' ? a.arg?.toLowerCase() === b.arg?.toLowerCase() : a.arg === b.arg
}

/**
 * What a function of the consumer looks at is not known, and senders of message signatures say what
 * they have signed; so may those whose `params` are headers.
 */
function mayReadAny(proofs: readonly ProofPlan[], read: readonly Placeholder[]): boolean {
  const isAnyHeader = ({ source, arg }: Placeholder) => source === 'header' && arg === undefined
  const kinds = proofs.flatMap(leavesOf).map(({ kind }) => kind)
  return kinds.includes('custom') || kinds.includes('httpsig') || read.some(isAnyHeader)
}

function isWholeQuery({ source, arg, filters }: Placeholder): boolean {
  if (source === 'query') return arg === undefined
  return source === 'url' && !filters.some(({ name }) => name === 'noQuery')
}

/** Whether a copy still has what proves: in JSON, or in the field that is the event. */
function staysInBody(proof: ProofPlan, { from }: EventSource): boolean {
  const carriers = placeholders(from ?? [])
  const isKept = (place: Placeholder) =>
    FIELDS.includes(place.source) ? carriers.some((one) => isSame(one, place)) : isInBody(place)
  // Where the event comes out of the token, the body that held it is not kept.
  const leaves = leavesOf(proof).filter((leaf) => leaf.kind !== 'jwt' || leaf.unwrap === undefined)
  return leaves.flatMap(tokenPlaces).some(isKept)
}

function isInBody(place: Placeholder): boolean {
  return readsBody([place] satisfies Expr)
}
