/** Prints the source of a key that comes over the network, or with the delivery. */
import { json, propertyKey } from '../print/literals.js'
import type { Code } from './code.js'
import type { ReplyJson } from './handshake-types.js'
import { printLambda, printText } from './print-expr.js'
import { jsonExpressions } from './reply.js'
import type { CertUrlKey, Expr, JwksKey, RemoteKey, UrlKey } from './types.js'

/** How one key is decoded: a function of the runtime. */
export type PrintDecoder = (encoding: UrlKey['encoding'], code: Code) => string

/** A TypeScript expression of type `PublicKeySource`. */
export function printRemoteKey(key: RemoteKey, code: Code, decoder: PrintDecoder): string {
  if (key.kind === 'jwks') return printJwks(key, code)
  if (key.kind === 'url') return printUrl(key, code, decoder)
  if (key.kind === 'certUrl') return printCertUrl(key, code)
  const rules = [
    `roots: ${json(key.roots)}`,
    `leafOids: ${json(key.leafOids.map(oidHex))}`,
    `intermediateOids: ${json(key.intermediateOids.map(oidHex))}`,
  ]
  return `${code.use('chainKeys', 'auth/chain-keys.js')}({ ${rules.join(', ')} })`
}

/** Every expression that finds the key. */
export function remoteExpressions(key: RemoteKey): readonly Expr[] {
  if (key.kind === 'jwks') return key.kid === undefined ? [] : [key.kid]
  if (key.kind === 'certUrl') return [key.url]
  if (key.kind === 'x5c') return []
  const body = key.body === undefined ? [] : jsonExpressions(key.body)
  return [key.url, ...key.headers.map(([, value]) => value), ...body]
}

/** The secrets that it reads by name. */
export function remoteSecrets(key: RemoteKey): readonly string[] {
  return 'roots' in key && key.roots !== undefined ? [key.roots] : []
}

function printJwks({ url, kid, perMinute }: JwksKey, code: Code): string {
  const read = kid === undefined ? 'undefined' : printLambda(['d', 'c'], printText(kid, code))
  const call = code.use('jwksKeys', 'auth/remote-jwks.js')
  return `${call}(${json(url)}, { kid: ${read}, perMinute: ${perMinute} })`
}

function printUrl(key: UrlKey, code: Code, decoder: PrintDecoder): string {
  const headers = key.headers.map(
    ([name, value]) => `${propertyKey(name.toLowerCase())}: ${printText(value, code)}`,
  )
  const body = key.body === undefined ? 'undefined' : printBody(key.body, code)
  const request = [
    `method: ${json(key.method)}`,
    `url: ${typeof key.origin === 'string' ? printUrlText(key.url, code) : printText(key.url, code)}`,
    `headers: { ${headers.join(', ')} }`,
    `body: ${body}`,
  ]
  const members = [
    `origin: ${printOrigin(key.origin, code)}`,
    `request: ${printLambda(['d', 'c'], `({ ${request.join(', ')} })`)}`,
    `pointer: ${key.pointer === undefined ? 'undefined' : json(key.pointer)}`,
    `decode: ${decoder(key.encoding, code)}`,
    `perMinute: ${key.perMinute}`,
  ]
  return `${code.use('remoteKey', 'auth/remote-key.js')}({\n${members.join(',\n')}\n})`
}

function printOrigin(origin: UrlKey['origin'], code: Code): string {
  if (typeof origin === 'string') return json(origin)
  const pins = `{ hosts: ${json(origin.hosts)}, path: ${json(origin.path)} }`
  return `${code.use('pinnedTo', 'auth/pinned-url.js')}(${pins})`
}

/** What a placeholder holds becomes one segment: it cannot add a path, a query or a host. */
function printUrlText(url: Expr, code: Code): string {
  const parts = url.map((part) => {
    if (part.kind === 'text') return json(part.value)
    return `${code.use('uriSegment', 'expr/uri.js')}(${printText([part], code)})`
  })
  return `${code.use('join', 'expr/value.js')}(${parts.join(', ')})`
}

function printBody(body: ReplyJson, code: Code): string {
  return `${code.use('jsonText', 'expr/json-text.js')}(${printJson(body, code)})`
}

function printJson(value: ReplyJson, code: Code): string {
  if (typeof value !== 'object' || value === null) return json(value)
  if ('expr' in value) return printText(value.expr, code)
  if ('list' in value) return `[${value.list.map((item) => printJson(item, code)).join(', ')}]`
  const members = value.members.map(
    ([key, item]) => `${propertyKey(key)}: ${printJson(item, code)}`,
  )
  return `{ ${members.join(', ')} }`
}

function printCertUrl(key: CertUrlKey, code: Code): string {
  const members = [
    `url: ${printLambda(['d', 'c'], printText(key.url, code))}`,
    `hosts: ${json(key.hosts)}`,
    `path: ${json(key.path)}`,
    `names: ${json(key.names)}`,
    `roots: ${key.roots === undefined ? 'undefined' : json(key.roots)}`,
    `perMinute: ${key.perMinute}`,
  ]
  return `${code.use('certificateKeys', 'auth/remote-certificate.js')}({\n${members.join(',\n')}\n})`
}

/** The DER content of an object identifier (X.690 section 8.19), as hexadecimal digits. */
export function oidHex(oid: string): string {
  const [first = 0, second = 0, ...rest] = oid.split('.').map(Number)
  return [first * 40 + second, ...rest].flatMap(base128).map(toHex).join('')
}

function base128(value: number): readonly number[] {
  const digits = [value % 128]
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) {
    digits.unshift(128 + (left % 128))
  }
  return digits
}

function toHex(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}
