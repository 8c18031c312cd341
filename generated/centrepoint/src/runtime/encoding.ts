/** Undoes a delivery's `Content-Encoding` under a cap: the proof covers what was compressed. */
import { readStream, tooLarge } from './body.js'
import { BodyTooLarge, BodyUnreadable, EncodingUnsupported } from './errors.js'
import type { Limits } from './limits.js'

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
 * Decompresses the body, and no further than a limit.
 *
 * @throws {BodyTooLarge} `ERR_BODY_TOO_LARGE` above the most bytes, or above the ratio
 * @throws {BodyUnreadable} `ERR_BODY_UNREADABLE` where it is not what the header says
 */
export async function decompress(
  body: Uint8Array,
  format: Format,
  { bodyBytes, ratio }: Pick<Limits, 'bodyBytes' | 'ratio'>,
): Promise<Uint8Array> {
  const plausible = Math.max(HARMLESS_BYTES, body.length * ratio)
  // Sound: the body is our own copy, never a view of shared memory.
  const source = new Blob([body as BlobPart]).stream()
  try {
    return await readStream(
      source.pipeThrough(new DecompressionStream(format)),
      Math.min(bodyBytes, plausible),
    )
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) {
      throw new BodyUnreadable(`the body does not decompress as ${format}`, { cause: error })
    }
    if (bodyBytes <= plausible) throw tooLarge(bodyBytes)
    throw new BodyTooLarge(
      `the body decompresses to more than ${ratio} times its size (limits.ratio)`,
    )
  }
}
