/** What a test has to know of the key that a proof is signed with: where it is named, and how it is given. */
import { json } from '../print/literals.js'
import type { Code } from './code.js'
import { sampleHost } from './host-patterns.js'
import { printDecoder } from './print-keys.js'
import { placeName, printPlace } from './print-place.js'
import { oidHex } from './print-remote-key.js'
import type { KeyType } from './public-algorithms.js'
import { samplePattern } from './sample-pattern.js'
import type { Expr, KeyEncoding, KeyPlan, SecretKey, UrlPins } from './types.js'
import { Unsignable } from './unsignable.js'
import { placeholders } from './uses.js'

const WRITERS: Readonly<Record<KeyEncoding, string>> = {
  hex: 'toShared',
  base64: 'toShared',
  base64url: 'toShared',
  utf8: 'toShared',
  pem: 'toPem',
  'spki-base64': 'toSpkiBase64',
  'ed25519-hex': 'toEd25519Hex',
  'ed25519-base64': 'toEd25519Base64',
  jwk: 'toJwk',
  jwks: 'toJwks',
}

/** A TypeScript expression of type `KeyNeed`; nothing where the consumer's secret is the key. */
export function printNeed(
  key: KeyPlan | undefined,
  type: KeyType | undefined,
  code: Code,
): string | undefined {
  if (key === undefined) return undefined
  if (type === undefined) return key.kind === 'secret' ? undefined : printShared(key, code)
  if (key.kind === 'constant') return `{ type: ${json(type)}, isBuiltIn: true }`
  const members = [`type: ${json(type)}`, ...printSource(key, code)]
  return `{ ${members.join(', ')} }`
}

function printSource(key: Exclude<KeyPlan, { kind: 'constant' }>, code: Code): readonly string[] {
  const answer = (name: string) => code.use(name, 'testing/key-servers.js')
  if (key.kind === 'secret') return [printSecret(key, code)]
  if (key.kind === 'jwks') return [`answer: ${answer('answerJwks')}`]
  if (key.kind === 'url') {
    const pointer = key.pointer === undefined ? 'undefined' : json(key.pointer)
    return [`answer: ${answer('answerKey')}(${printWriter(key.encoding, code)}, ${pointer})`]
  }
  const issue = `issue: ${code.use('issueChain', 'testing/certificates.js')}`
  const roots = key.roots === undefined ? '' : `roots: ${json(key.roots)}, `
  if (key.kind === 'x5c') {
    const oids = `leafOids: ${json(key.leafOids.map(oidHex))}, intermediateOids: ${json(key.intermediateOids.map(oidHex))}`
    return [`certificates: { ${roots}${oids} }`, issue]
  }
  const [name] = key.names
  const named = name === undefined ? '' : `, name: ${json(name)}`
  const certificates = `certificates: { ${roots}leafOids: [], intermediateOids: []${named} }`
  return [certificates, issue, `answer: ${answer('answerCertificates')}`]
}

function printSecret(key: SecretKey, code: Code): string {
  const front = key.only ?? key.strip ?? ''
  const writer = printWriter(key.encoding, code)
  const write = front === '' ? writer : `(half) => ${json(front)} + ${writer}(half)`
  const members = [
    `name: ${json(key.secret)}`,
    `write: ${write}`,
    `byId: ${key.byId !== undefined}`,
  ]
  return `secret: { ${members.join(', ')} }`
}

/** A key that both sides have, and that the provider's API hands out. */
function printShared(key: KeyPlan, code: Code): string {
  if (key.kind !== 'url') throw new Unsignable('its shared key cannot be given by a test')
  const encode = key.encoding === 'utf8' ? 'hex' : key.encoding
  const pointer = key.pointer === undefined ? 'undefined' : json(key.pointer)
  const answer = code.use('answerKey', 'testing/key-servers.js')
  const members = [
    'type: "shared"',
    `encode: ${code.use(encode, 'expr/encode.js')}`,
    `answer: ${answer}(${printWriter(key.encoding, code)}, ${pointer})`,
  ]
  return `{ ${members.join(', ')} }`
}

function printWriter(encoding: KeyEncoding, code: Code): string {
  const name = WRITERS[encoding]
  return code.use(name, name === 'toShared' ? 'testing/key-servers.js' : 'testing/public-half.js')
}

/** A TypeScript expression of type `Maker` over a key that is fetched. */
export function printRemoteMaker(hash: string, key: KeyPlan, code: Code): string {
  if (key.kind !== 'url') throw new Unsignable('its shared key cannot be given by a test')
  const call = code.use('makeRemoteHmac', 'testing/makers.js')
  return `${call}(${json(hash)}, ${printDecoder(key.encoding, code)})`
}

/** How the delivery names its key: members of a recipe, the place's name, and what has to be filled in. */
export interface KeyNaming {
  readonly members: readonly string[]
  readonly places: readonly (string | undefined)[]
  readonly read: readonly Expr[]
  readonly state: readonly (readonly [expr: Expr, text: string])[]
}

/** Nothing of the delivery has to be written for its key to be found. */
export const NAMED_BY_ITSELF: KeyNaming = { members: [], places: [], read: [], state: [] }

export function planNaming(key: KeyPlan | undefined, code: Code): KeyNaming {
  const none = NAMED_BY_ITSELF
  if (key === undefined || key.kind === 'constant' || key.kind === 'x5c') return none
  if (key.kind === 'certUrl') return { ...none, ...namedUrl(key.url, key) }
  if (key.kind === 'url') {
    if (typeof key.origin !== 'string') return { ...none, ...namedUrl(key.url, key.origin) }
    return { ...none, read: [key.url, ...key.headers.map(([, value]) => value)] }
  }
  const name = key.kind === 'secret' ? (key.byId ?? key.kid) : key.kid
  if (name === undefined) return none
  const given = key.kind === 'secret' && key.byId !== undefined ? json(key.secret) : ''
  const read = `read: ${code.use('nameOfKey', 'testing/key-name.js')}(${given})`
  const [jose] = placeholders(name).filter(({ source }) => source === 'jose')
  if (jose !== undefined) {
    return { ...none, members: [`joseName: { pointer: ${json(jose.arg)}, ${read} }`] }
  }
  const write = `${code.use('entry', 'testing/draft.js')}(${printPlace(name, code)})`
  return { ...none, members: [`keyName: { write: ${write}, ${read} }`], places: [placeName(name)] }
}

/** A URL that the receiver takes for one of the provider's. */
function namedUrl(url: Expr, { hosts, path }: UrlPins): Pick<KeyNaming, 'places' | 'state'> {
  const host = sampleHost(hosts[0] ?? '')
  return { places: [placeName(url)], state: [[url, `https://${host}${samplePattern(path)}`]] }
}
