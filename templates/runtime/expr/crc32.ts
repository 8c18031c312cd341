/** CRC-32 (ISO 3309), as the decimal number that PayPal signs: a checksum, and no proof of anything. */
import { asBytes, type Value } from './value.js'

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let rest = index
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1
  return rest
})

export function crc32(value: Value | undefined): string | undefined {
  const bytes = asBytes(value)
  if (bytes === undefined) return undefined
  let rest = 0xffffffff
  for (const byte of bytes) rest = (TABLE[(rest ^ byte) & 255] ?? 0) ^ (rest >>> 8)
  return String((rest ^ 0xffffffff) >>> 0)
}
