/** Reads a field of a `multipart/form-data` body (RFC 7578), strictly and within limits. */
import { concat, utf8 } from '../bytes.js'
import type { Delivery, Head } from '../delivery.js'

const MAX_PARTS = 64
const MAX_HEADER_BYTES = 4096

/** RFC 2046 section 5.1.1 says what a boundary is made of. */
const BOUNDARY =
  /^multipart\/form-data\s*;\s*boundary=(?:"([0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?])"|([0-9A-Za-z'+_\-.]{1,70}))$/i
const NAME = /^content-disposition:[\t ]*form-data[\t ]*;[\t ]*name="([^"\\]*)"(?:[\t ]*;.*)?$/i
const ENCODED = /^content-transfer-encoding:(?![\t ]*(?:7bit|8bit|binary)[\t ]*$)/i

/** A field and its bytes. */
export type Part = readonly [name: string, content: Uint8Array]

interface Form {
  /** In the order they were sent; undefined where the body is no such form. */
  readonly parts: readonly Part[] | undefined
}

const CRLF = utf8('\r\n')
const BLANK_LINE = utf8('\r\n\r\n')

const decoder = new TextDecoder()
const parsed = new WeakMap<Uint8Array, Form>()

/** Whether a body claims to be such a form; it may still be none. */
export function isMultipart({ headers }: Head): boolean {
  return /^multipart\/form-data(?![^\s;])/i.test(headers.get('content-type') ?? '')
}

/** The bytes of a field; absent where the body is no such form, or holds the field more than once. */
export function formPart(delivery: Delivery, name: string): Uint8Array | undefined {
  const [part, ...others] = (formParts(delivery) ?? []).filter(([known]) => known === name)
  return others.length === 0 ? part?.[1] : undefined
}

/** The body with nothing in the fields of these names; the very bytes where none of them is in it. */
export function emptyParts(delivery: Delivery, names: readonly string[]): Uint8Array {
  const { body } = delivery
  const emptied = (formParts(delivery) ?? []).filter(([name]) => names.includes(name))
  if (emptied.length === 0) return body
  const kept: Uint8Array[] = []
  let at = 0
  for (const [, content] of emptied) {
    // Each content is a view of the body.
    const start = content.byteOffset - body.byteOffset
    kept.push(body.subarray(at, start))
    at = start + content.length
  }
  return concat([...kept, body.subarray(at)])
}

/** All fields, or undefined where the body is no such form: what one reader skips another might read. */
export function formParts({ headers, body }: Delivery): readonly Part[] | undefined {
  let form = parsed.get(body)
  if (form === undefined) {
    const [, quoted, bare] = BOUNDARY.exec(headers.get('content-type') ?? '') ?? []
    const boundary = quoted ?? bare
    form = { parts: boundary === undefined ? undefined : parse(body, boundary) }
    parsed.set(body, form)
  }
  return form.parts
}

function parse(body: Uint8Array, boundary: string): readonly Part[] | undefined {
  const open = utf8(`--${boundary}`)
  const delimiter = utf8(`\r\n--${boundary}`)
  const parts: Part[] = []
  if (!standsAt(body, open, 0)) return undefined
  let at = open.length
  for (let count = 0; count <= MAX_PARTS; count++) {
    if (!standsAt(body, CRLF, at)) return isEnd(body, at) ? parts : undefined
    const start = at + CRLF.length
    const end = find(body, delimiter, start)
    const part = end === undefined ? undefined : readPart(body.subarray(start, end))
    if (end === undefined || part === undefined) return undefined
    parts.push(part)
    at = end + delimiter.length
  }
  return undefined
}

function isEnd(body: Uint8Array, at: number): boolean {
  const rest = decoder.decode(body.subarray(at, at + 5))
  return rest === '--' || rest === '--\r\n'
}

function readPart(part: Uint8Array): Part | undefined {
  const end = find(part.subarray(0, MAX_HEADER_BYTES), BLANK_LINE, 0)
  if (end === undefined) return undefined
  const lines = decoder.decode(part.subarray(0, end)).split('\r\n')
  const names = lines.flatMap((line) => NAME.exec(line)?.[1] ?? [])
  const [name] = names
  if (name === undefined || names.length > 1 || lines.some((line) => ENCODED.test(line))) {
    return undefined
  }
  return [name, part.subarray(end + BLANK_LINE.length)]
}

function find(bytes: Uint8Array, wanted: Uint8Array, from: number): number | undefined {
  const [first = 0] = wanted
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (standsAt(bytes, wanted, at)) return at
  }
  return undefined
}

function standsAt(bytes: Uint8Array, wanted: Uint8Array, at: number): boolean {
  return wanted.every((byte, index) => bytes[at + index] === byte)
}
