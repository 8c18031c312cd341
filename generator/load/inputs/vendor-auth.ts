/** The signature extensions of SDK vendors, in the grammar of proofs. */
import { isObject, type JsonObject, type JsonValue } from '../../schema/types.js'

/** A name that needs no escape in an expression. */
const HEADER = /^[A-Za-z0-9!#$%&'*+.^_`~-]+$/

const HMAC = ['sha1', 'sha256', 'sha384', 'sha512']
const ASYMMETRIC = ['rsa-sha256', 'rsa-sha384', 'rsa-sha512', 'ed25519']
const UNITS = new Map([
  ['unix-seconds', 's'],
  ['unix-millis', 'ms'],
  ['iso8601', 'iso8601'],
])
const DEFAULT_TOLERANCE = 300

/** Parts of Fern's extension that say more than the grammar can. */
const BEYOND = ['body-hash-binding', 'url-normalization']

/** Fern's `x-fern-webhook-signature`; none where it cannot be said, or leaves out what is needed. */
export function fernAuth(rule: JsonObject): JsonObject | undefined {
  const header = headerAt(rule, 'header')
  const alg = fernAlgorithm(rule)
  if (header === undefined || alg === undefined || BEYOND.some((key) => key in rule)) {
    return undefined
  }
  const timestamp = isObject(rule['timestamp']) ? rule['timestamp'] : undefined
  const sent = timestamp && headerAt(timestamp, 'header')
  const unit = UNITS.get(textAt(timestamp ?? {}, 'format') ?? 'unix-seconds')
  if (timestamp !== undefined && (sent === undefined || unit === undefined)) return undefined
  const content = fernContent(rule['payload-format'], sent)
  if (content === undefined) return undefined
  const jwks = textAt(rule, 'jwks-url')
  const id = headerAt(rule, 'key-id-header')
  const key =
    jwks === undefined
      ? { secret: alg.startsWith('hmac') ? 'SECRET' : 'PUBLIC_KEY' }
      : {
          jwks,
          ...(id !== undefined && { kid: `{header:${id}}` }),
        }
  const prefix = textAt(rule, 'signature-prefix')
  const tolerance = timestamp?.['tolerance']
  const seconds = typeof tolerance === 'number' ? tolerance : DEFAULT_TOLERANCE
  return {
    type: 'signature',
    alg,
    key,
    content,
    signature: {
      from: `{header:${header}}`,
      ...(prefix !== undefined && { prefix }),
      encoding: textAt(rule, 'encoding') ?? 'base64',
    },
    ...(sent !== undefined && {
      timestamp: { from: `{header:${sent}}`, unit: unit ?? 's', past: seconds, future: seconds },
    }),
  }
}

function fernAlgorithm(rule: JsonObject): string | undefined {
  if (rule['type'] === 'hmac') {
    const hash = textAt(rule, 'algorithm') ?? 'sha256'
    return HMAC.includes(hash) ? `hmac-${hash}` : undefined
  }
  const name = textAt(rule, 'asymmetric-algorithm') ?? ''
  // Of ECDSA it does not say the curve, nor how the two numbers of a signature are written.
  return rule['type'] === 'asymmetric' && ASYMMETRIC.includes(name) ? name : undefined
}

function fernContent(format: JsonValue | undefined, timestamp: string | undefined) {
  if (format === undefined) return '{body}'
  const components = isObject(format) ? format['components'] : undefined
  if (!isObject(format) || !Array.isArray(components)) return undefined
  const parts = components.map((component) => {
    if (component === 'body') return '{body}'
    if (component === 'notification-url') return '{url}'
    return component === 'timestamp' && timestamp ? `{header:${timestamp}}` : undefined
  })
  const delimiter = textAt(format, 'delimiter')
  if (parts.includes(undefined) || (delimiter === undefined && parts.length > 1)) return undefined
  return parts.join(delimiter ?? '')
}

/** Speakeasy's `x-speakeasy-webhooks.security`, with the defaults that its generator has. */
export function speakeasyAuth(rule: JsonObject): JsonObject | undefined {
  const type = textAt(rule, 'type') ?? 'signature'
  if (type === 'signatureStandardWebhooks') return { type: 'standardWebhooks' }
  const header = 'headerName' in rule ? headerAt(rule, 'headerName') : 'x-webhook-signature'
  if (header === undefined) return undefined
  if (type === 'apiKey') return { type: 'apiKey', in: 'header', name: header }
  const alg = textAt(rule, 'algorithm') ?? 'hmac-sha256'
  if (type !== 'signature' || alg !== 'hmac-sha256') return undefined
  const encoding = textAt(rule, 'signatureTextEncoding') ?? 'base64'
  return {
    type: 'signature',
    alg,
    key: { secret: 'SECRET' },
    content: '{body}',
    signature: { from: `{header:${header}}`, encoding },
  }
}

function textAt(rule: JsonObject, name: string): string | undefined {
  const value = Object.hasOwn(rule, name) ? rule[name] : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}

function headerAt(rule: JsonObject, name: string): string | undefined {
  const value = textAt(rule, name)
  return value !== undefined && HEADER.test(value) ? value : undefined
}
