/** Works out which parts of a delivery a proof authenticates. */
import { clearParts } from './boundaries.js'
import { NOTHING_COVERED } from './compiler.js'
import type {
  CoveragePlan,
  EventSource,
  Expr,
  Params,
  Placeholder,
  Source,
  TimestampRule,
} from './types.js'
import { isSame, placeholders, readsItem, sameFilters, wholeSource } from './uses.js'

const PARTS = ['body', 'timestamp', 'type', 'id'] as const

/** What holds where every one of several proofs holds. */
export function union(all: readonly CoveragePlan[]): CoveragePlan {
  return combine((part) => all.some((coverage) => coverage[part]))
}

/** What holds whichever one of several proofs holds. */
export function intersection(all: readonly CoveragePlan[]): CoveragePlan {
  if (all.length === 0) return NOTHING_COVERED
  return combine((part) => all.every((coverage) => coverage[part]))
}

function combine(holds: (part: keyof CoveragePlan) => boolean): CoveragePlan {
  const [body, timestamp, type, id] = PARTS.map(holds)
  return {
    body: body === true,
    timestamp: timestamp === true,
    type: type === true,
    id: id === true,
  }
}

/**
 * The coverage of a signature over one of several contents: what all of them cover. A part of which
 * the text does not say where it begins and ends is not covered: `order` with `.paid` behind it
 * is the same text as `order.paid`.
 */
export function contentCoverage(
  contents: readonly (readonly Expr[])[],
  timestamp: TimestampRule | undefined,
  source: EventSource,
): CoveragePlan {
  const texts = contents.map((parts) => parts.flat())
  return intersection(
    texts.map((text) => {
      const others = texts.filter((other) => other !== text)
      return signedCoverage(clearOf(text, timestamp, source, others), timestamp, source)
    }),
  )
}

/** The parts of a text that is signed as a whole which cannot be taken for others. */
export function clearOf(
  content: Expr,
  timestamp: TimestampRule | undefined,
  source: EventSource,
  others: readonly Expr[] = [],
): Expr {
  const clear = clearParts(content, { timestamp, isJson: isJsonBody(source) }, others)
  return content.filter((part) => clear.has(part))
}

/** Whether a delivery is refused whose body is no JSON. */
function isJsonBody({ format, from, modes }: EventSource): boolean {
  if (format === 'cloudevents') return modes?.includes('binary') !== true
  return format === 'json' && from === undefined
}

/** The coverage of what is signed value by value, so that none can be taken for a part of another. */
export function signedCoverage(
  parts: Expr,
  timestamp: TimestampRule | undefined,
  source: EventSource,
): CoveragePlan {
  // What stands in an optional group may be left out, so only the rest counts as signed.
  const signed = parts.flatMap(signedParts)
  const isCovered = (part: Placeholder): boolean =>
    isSigned(part, signed) || (part.source === 'item' && holderOf(source).every(isCovered))
  const covered = (expr: Expr | undefined) =>
    expr !== undefined && placeholders(expr).every(isCovered)
  return {
    body:
      signed.some((part) => part.source === 'body' && isWhole(part)) ||
      parts.some((part) => part.kind === 'params' && part.of === 'form' && isClear(part)),
    timestamp:
      timestamp !== undefined &&
      (signed.some((part) => part.source === 'var' && isWhole(part)) ||
        timestamp.pick.from.every(covered)),
    type: covered(source.type),
    id: covered(source.id),
  }
}

/** What the elements of a batch are read out of: who signs that signs them as well. */
function holderOf({ from, modes }: EventSource): readonly Placeholder[] {
  if (modes?.includes('binary') === true) return CLOUD_EVENT
  if (from !== undefined && !readsItem(from)) return placeholders(from)
  return [part('json')]
}

const part = (source: Source, arg?: string): Placeholder => {
  return { kind: 'placeholder', source, arg, filters: [] }
}

/** In binary mode a CloudEvent is in the body and in headers, one of which decides the mode. */
const CLOUD_EVENT = [
  part('body'),
  ...['content-type', 'ce-specversion', 'ce-type', 'ce-source', 'ce-id'].map((name) =>
    part('header', name),
  ),
]

/** What one part of the content signs on its own. */
function signedParts(part: Expr[number]): readonly Placeholder[] {
  if (part.kind === 'placeholder') return [part]
  return part.kind === 'params' && isClear(part) ? [wholeSource(part)] : []
}

/** What names and values consist of once they are encoded. */
const ENCODED = /[\w.!~*'()%+-]/

/**
 * Whether all of a source is signed, with separators that neither names nor values hold: otherwise
 * what belongs to one value could be moved to the next.
 */
function isClear({ encode, kv, names, omit, of, sep }: Params): boolean {
  const isComplete = names === undefined && omit.length === 0 && of !== 'headers'
  const isApart = [kv, sep].every((text) => text !== '' && !ENCODED.test(text.charAt(0)))
  return isComplete && isApart && encode !== 'none'
}

/** Filters that leave nothing out: two values never give the same text. */
const LOSSLESS: ReadonlySet<string> = new Set(
  'hex base64 base64url md5 sha1 sha256 sha384 sha512 jsonString'.split(' '),
)

function isWhole({ filters }: Placeholder): boolean {
  return filters.every(({ name }) => LOSSLESS.has(name))
}

/** What lies inside a source: who signs the whole signs that as well. */
const WITHIN: Readonly<Partial<Record<Source, readonly Source[]>>> = {
  body: ['json', 'form', 'part'],
  url: ['host', 'path', 'query'],
  query: ['query'],
  form: ['form'],
  json: ['json'],
  jwt: ['jwt'],
}

function isSigned(part: Placeholder, signed: readonly Placeholder[]): boolean {
  return signed.some((whole) => {
    if (isSame(whole, part) && (isWhole(whole) || sameFilters(whole, part))) return true
    const isAll = whole.arg === undefined && isWhole(whole)
    return isAll && WITHIN[whole.source]?.includes(part.source) === true
  })
}
