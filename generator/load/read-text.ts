/** Reads a file as text, and refuses bytes that are no UTF-8 instead of mending them. */
import { basename } from 'node:path'
import type { Diagnostics } from '../diagnostics.js'
import { FileRefused } from '../files/open.js'
import { type InputFile, readInput } from './read-input.js'
import { placesOf } from './text-places.js'

const MAX_BYTES = 16 * 1024 * 1024

/** The text of a file without its byte order mark; `undefined` once the reason is reported. */
export function readText(
  input: InputFile,
  shown: string,
  diagnostics: Diagnostics,
): string | undefined {
  const name = basename(shown)
  const refuse = (code: string, message: string, hint?: string): undefined =>
    void diagnostics.error(code, `${name} ${message}`, { file: shown, line: 1, column: 1 }, hint)

  const bytes = readBytes(input, refuse)
  if (bytes === undefined) return undefined
  if (isUtf16(bytes)) return refuse('ERR_FILE_ENCODING', 'is UTF-16; re-save as UTF-8')
  const text = decode(bytes)
  if (text === undefined) {
    reportInvalidByte(bytes, shown, diagnostics)
    return undefined
  }
  return text.trim() === '' ? refuse('ERR_FILE_EMPTY', 'is empty') : text
}

function readBytes(
  input: InputFile,
  refuse: (code: string, message: string, hint?: string) => undefined,
): Uint8Array | undefined {
  try {
    return readInput(input, MAX_BYTES)
  } catch (error) {
    if (error instanceof FileRefused) return refuse(...reasonOf(error))
    return refuse('ERR_FILE_UNREADABLE', `cannot be read (${systemCode(error)})`)
  }
}

function reasonOf({ fault, size }: FileRefused): [code: string, message: string, hint?: string] {
  if (fault === 'large') return ['ERR_FILE_TOO_LARGE', `is larger than 16 MiB (${size} bytes)`]
  if (fault === 'irregular') return ['ERR_FILE_UNREADABLE', 'is not a regular file']
  return [
    'ERR_FILE_OUTSIDE',
    'is a symbolic link that leaves the folder; not followed',
    'put the file itself into the folder',
  ]
}

function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
}

/** Recognises the byte order marks, and text without one: JSON and YAML begin with ASCII. */
function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return true
  if (first === 0xfe && second === 0xff) return true
  return bytes.length > 1 && (first === 0) !== (second === 0)
}

/** The text without its byte order mark, which the decoder drops; `undefined` if it is no UTF-8. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Points at the first byte of the first sequence that is no UTF-8. */
function reportInvalidByte(bytes: Uint8Array, shown: string, diagnostics: Diagnostics): void {
  // Decoding puts U+FFFD in the place of what it cannot read, so the first difference to the
  // bytes lies in that sequence; encoded again, its beginning is a byte that continues nothing.
  const mended = Buffer.from(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))
  let offset = mended.findIndex((byte, index) => byte !== bytes[index])
  while (offset > 0 && ((mended[offset] ?? 0) & 0xc0) === 0x80) offset--
  const before = new TextDecoder().decode(bytes.subarray(0, offset))
  diagnostics.error(
    'ERR_FILE_ENCODING',
    `${basename(shown)} is not UTF-8: the byte at offset ${offset} is invalid`,
    { file: shown, ...placesOf(before)(before.length) },
    're-save the file as UTF-8',
  )
}
