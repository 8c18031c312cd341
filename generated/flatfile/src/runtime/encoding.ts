/** Undoes a delivery's `Content-Encoding` under a cap: the proof covers what was compressed. */
import { readStream, tooLarge } from './body.js'
import { BodyTooLarge, BodyUnreadable, EncodingUnsupported } from './errors.js'

/** JSON rarely shrinks to less than a thirtieth; a bomb shrinks to a thousandth. */
const MAX_RATIO = 100
/** Below this a high ratio does no harm. */
const HARMLESS_BYTES = 65_536

type Format = 'gzip' | 'deflate'

const FORMATS: ReadonlyMap<string, Format | 'identity'> = new Map([
  ['identity', 'identity'],
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
])

/**
 * Whether the body must be decompressed, judged before it is read.
 *
 * @throws {EncodingUnsupported} `ERR_ENCODING` for anything but gzip, deflate and identity
 */
export function encodingOf(values: readonly string[]): Format | undefined {
  const [value, ...others] = values
  if (value === undefined) return undefined
  const format = FORMATS.get(value.toLowerCase())
  if (format === undefined || others.length > 0) {
    throw new EncodingUnsupported('the content encoding must be gzip, deflate or identity')
  }
  return format === 'identity' ? undefined : format
}

/**
 * Decompresses the body.
 *
 * @throws {BodyTooLarge} `ERR_BODY_TOO_LARGE` above the limit, or above a plausible ratio
 * @throws {BodyUnreadable} `ERR_BODY_UNREADABLE` where it is not what the header says
 */
export async function decompress(
  body: Uint8Array,
  format: Format,
  limit: number,
): Promise<Uint8Array> {
  const plausible = Math.max(HARMLESS_BYTES, body.length * MAX_RATIO)
  // Sound: the body is our own copy, never a view of shared memory.
  const source = new Blob([body as BlobPart]).stream()
  try {
    return await readStream(
      source.pipeThrough(new DecompressionStream(format)),
      Math.min(limit, plausible),
    )
  } catch (error) {
    if (error instanceof BodyTooLarge) throw tooLarge(limit)
    throw new BodyUnreadable(`the body does not decompress as ${format}`, { cause: error })
  }
}
