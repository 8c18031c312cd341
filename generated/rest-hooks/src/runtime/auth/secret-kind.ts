/** Says what a secret is that cannot be the one that is needed: its kind, and nothing of its value. */

const KINDS: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/^-----BEGIN [A-Z0-9 ]*PRIVATE KEY/, 'a private key (PEM)'],
  [/^-----BEGIN [A-Z0-9 ]*PUBLIC KEY/, 'a public key (PEM)'],
  [/^-----BEGIN [A-Z0-9 ]*CERTIFICATE REQUEST/, 'a request for a certificate (PEM)'],
  [/^-----BEGIN [A-Z0-9 ]*CERTIFICATE/, 'a certificate (PEM)'],
  [/^LS0tLS1CRUdJTi/, 'PEM in base64'],
  [/^[a-z][\w@.-]+ AAAA/, 'a public key of SSH'],
]

/** The prefixes of Standard Webhooks. */
const PREFIXES: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/^whsec_/, 'a shared secret (whsec_)'],
  [/^whpk_/, 'a public key (whpk_)'],
  [/^whsk_/, 'a private key (whsk_)'],
]

const FORMS: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/^https?:/i, 'a URL'],
  [/^(?:[\da-f]{2})+$/i, 'hexadecimal digits'],
]

/** A key of some other algorithm, where the text can be nothing else. */
export function keyKind(text: string): string | undefined {
  const plain = text.trim().replace(/^["']/, '')
  return find(KINDS, plain) ?? jwkKind(plain)
}

/** The same for what could not be decoded; undefined where nothing can be said. */
export function secretKind(text: string): string | undefined {
  const plain = text.trim()
  const inQuotes = /^(["']).*\1$/s.test(plain) ? 'a text in quotes' : undefined
  return keyKind(plain) ?? inQuotes ?? find([...PREFIXES, ...FORMS], plain)
}

function find(
  kinds: readonly (readonly [pattern: RegExp, kind: string])[],
  text: string,
): string | undefined {
  return kinds.find(([pattern]) => pattern.test(text))?.[1]
}

function jwkKind(text: string): string | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    const { d, keys, kty } = JSON.parse(text) as Readonly<Record<string, unknown>> // sound: an object
    if (Array.isArray(keys)) return 'a JWK set'
    if (typeof kty !== 'string') return undefined
    if (kty === 'oct') return 'a shared key (JWK)'
    return d === undefined ? 'a public key (JWK)' : 'a private key (JWK)'
  } catch {
    return undefined
  }
}
