/** Explains a refusal to the receiver's owner, by names of the config; made only where one is refused. */
import { utf8 } from './bytes.js'
import type { Head } from './delivery.js'
import type { Scheme } from './provider.js'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Above this a body is not written anew: whoever cannot sign must not cause much work. */
const LARGEST_BODY = 65_536
/** In a minute, for the same reason. */
const MOST_TRIALS = 10
const MINUTE_MS = 60_000
/** Of a header that may have come twice. */
const LONGEST_VALUE = 4096

type Way = readonly string[]

/** What is wrong with the headers and parameters that the schemes read; empty where nothing is. */
export function whatIsOdd(head: Head, schemes: readonly Scheme[]): string {
  const ways = schemes.flatMap(({ name, reads = [] }) => {
    const scheme = schemes.length === 1 ? '' : ` (scheme ${name})`
    return reads.map((way) => ({ scheme, faults: faultsOf(head, way) }))
  })
  const [first, ...others] = ways
  if (first === undefined) return ''
  // Of several ways to prove a delivery, the sender meant the one that it came closest to.
  const nearest = others.reduce((a, b) => (b.faults.length < a.faults.length ? b : a), first)
  return nearest.faults.length === 0 ? '' : `: ${nearest.faults.join(', ')}${nearest.scheme}`
}

function faultsOf(head: Head, way: Way): readonly string[] {
  return way.flatMap((name) => {
    const isQuery = name.startsWith('?')
    const label = isQuery ? `the parameter ${name.slice(1)}` : `the header ${name}`
    const values = isQuery ? parameters(head, name.slice(1)) : head.headers.values(name)
    const [only = ''] = values
    if (values.length === 0) return `${label} is absent`
    if (values.length > 1) return `${label} came ${times(values.length)}, and has to come once`
    if (only === '') return `${label} is empty`
    return !isQuery && isDoubled(only) ? `${label} seems to have come twice, joined by a comma` : []
  })
}

function times(count: number): string {
  return count === 2 ? 'twice' : `${count} times`
}

function parameters({ url = '' }: Head, name: string): readonly string[] {
  const [, query = ''] = url.split('#', 1)[0]?.split(/\?(.*)/s) ?? []
  return new URLSearchParams(query).getAll(name)
}

/** Platforms join headers of one name. */
function isDoubled(value: string): boolean {
  const comma = value.indexOf(',', Math.floor(value.length / 2) - 1)
  if (value.length > LONGEST_VALUE || comma < 1) return false
  return value.slice(0, comma) === value.slice(comma + 1).trimStart()
}

/** Finds out whether somebody parsed a body and wrote it anew before the receiver saw it. */
export class BodyTrials {
  #since = 0
  #count = 0

  /** In words; empty where nothing tells. */
  async explain(
    body: Uint8Array,
    isSigned: (body: Uint8Array) => Promise<boolean>,
  ): Promise<string> {
    if (body.length > LARGEST_BODY || !this.#mayTry()) return ''
    const text = decode(body)
    const value = text === undefined ? undefined : parse(text)
    if (text === undefined || value === undefined) return ''
    for (const other of rewritten(text, value)) {
      if (other !== text && (await isSigned(utf8(other)))) {
        return '; the signature is of the same JSON in other letters: the body was parsed and re-written before the receiver got it'
      }
    }
    return text === JSON.stringify(value)
      ? '; the body reads as JSON.stringify writes it: unless the sender writes so, it was parsed and re-written before the receiver got it'
      : ''
  }

  #mayTry(): boolean {
    const now = performance.now()
    if (this.#count === 0 || now - this.#since > MINUTE_MS) {
      this.#since = now
      this.#count = 0
    }
    return ++this.#count <= MOST_TRIALS
  }
}

/** How other languages and tools write the same value, and what gets lost at the ends. */
function rewritten(text: string, value: object): readonly string[] {
  const compact = JSON.stringify(value)
  const spaced = withBlanks(compact)
  const forms = [compact, JSON.stringify(value, null, 2), JSON.stringify(value, null, 4), spaced]
  const escaped = [compact, spaced].map(asciiOnly)
  const php = [compact, asciiOnly(compact)].map((form) => form.replaceAll('/', '\\/'))
  const go = compact.replace(/[<>&]/g, (sign) => unicode(sign))
  return [...forms, ...escaped, ...php, go, `${text}\n`, `${compact}\n`]
}

/** As Python writes it: a blank behind each colon and comma that is no part of a text. */
function withBlanks(json: string): string {
  let isText = false
  let isEscaped = false
  const signs = [...json].map((sign) => {
    const isQuote = sign === '"' && !isEscaped
    isEscaped = isText && sign === '\\' && !isEscaped
    if (isQuote) isText = !isText
    return !isText && (sign === ':' || sign === ',') ? `${sign} ` : sign
  })
  return signs.join('')
}

function asciiOnly(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, unicode)
}

function unicode(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function decode(body: Uint8Array): string | undefined {
  try {
    return decoder.decode(body)
  } catch {
    return undefined
  }
}

/** An object or a list; undefined for anything else. */
function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
