/** The alternative names of a certificate's subject (RFC 5280, section 4.2.1.6). */
import { derChildren, readDer } from './der.js'
import type { Certificate } from './x509.js'

const SUBJECT_ALT_NAME = '551d11'
const DNS = 0x82

/**
 * Context tags of the names that are text, and the form that sets each apart from the others: an
 * authority that looks into hosts need not look into what it signs as a URI.
 */
const FORMS: ReadonlyMap<number, RegExp> = new Map([
  [0x81, /^[^\s:@]+@[^\s:@]+$/],
  [DNS, /^[^\s:@/]+$/],
  [0x86, /^[A-Za-z][A-Za-z0-9+.-]*:/],
])

/** Whether the certificate bears one of the names; hosts are the same in any case. */
export function bearsName({ extensions }: Certificate, wanted: readonly string[]): boolean {
  const value = extensions.get(SUBJECT_ALT_NAME)?.value
  const names = value === undefined ? [] : (derChildren(readDer(value)) ?? [])
  return names.some(({ tag, content }) => {
    const text = asciiText(content)
    if (text === undefined || FORMS.get(tag)?.test(text) !== true) return false
    if (tag !== DNS) return wanted.includes(text)
    return wanted.some((name) => name.toLowerCase() === text.toLowerCase())
  })
}

/** IA5String: anything else, a NUL above all, would let two readers see two names. */
function asciiText(content: Uint8Array): string | undefined {
  if (content.length > 1024 || content.some((byte) => byte < 0x20 || byte > 0x7e)) return undefined
  return String.fromCharCode(...content)
}
