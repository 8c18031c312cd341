/** The filters of the expression language: their arguments, and which runtime function each one is. */
import { ExprError } from './expr-error.js'
import { SECRET_NAME } from './names.js'
import type { Filter } from './types.js'

export interface FilterRule {
  readonly gives: 'text' | 'bytes'
  /** The runtime function and its module below `runtime/`. It takes text or bytes, or nothing. */
  readonly call: readonly [name: string, module: string]
  readonly args: readonly ('text' | 'index')[]
  /** Whether the last argument may be left out. */
  readonly optional?: true
  /** Whether it takes the name of a secret, which is printed behind everything else. */
  readonly secret?: true
  /** Whether it takes the delivery as well, in front of everything else. */
  readonly readsHead?: true
  /** What is printed in front of the other arguments; for a family that shares a function. */
  readonly fixed?: string
  /** Whether WebCrypto answers with a promise. */
  readonly slow?: true
}

const text = (name: string, ...args: FilterRule['args']): FilterRule => {
  return { gives: 'text', call: [name, 'expr/text.js'], args }
}
const encode = (name: string): FilterRule => {
  return { gives: 'text', call: [name, 'expr/encode.js'], args: [] }
}
const decode = (name: string): FilterRule => {
  return { gives: 'bytes', call: [name, 'expr/encode.js'], args: [] }
}
const hash = (name: string): FilterRule => {
  return { gives: 'bytes', call: ['hashed', 'expr/hash.js'], args: [], fixed: name, slow: true }
}

const url = (name: string): FilterRule => {
  return { gives: 'text', call: [name, 'expr/url-filters.js'], args: [] }
}
const keyed = (name: string): FilterRule => {
  return { ...hash(name), call: ['keyedHash', 'expr/keyed.js'], secret: true }
}

const FILTERS: ReadonlyMap<string, FilterRule> = new Map([
  ['lower', text('lower')],
  ['upper', text('upper')],
  ['trim', text('trim')],
  ['strip', text('strip', 'text')],
  ['split', text('nth', 'text', 'index')],
  ['jsonString', text('jsonString')],
  ['json', { gives: 'text', call: ['jsonAt', 'expr/json.js'], args: ['text'] }],
  ['credentials', { gives: 'text', call: ['credentials', 'auth/credentials.js'], args: ['text'] }],
  ['hex', encode('hex')],
  ['base64', encode('base64')],
  ['base64url', encode('base64url')],
  ['md5', hash('MD5')],
  ['sha1', hash('SHA-1')],
  ['sha256', hash('SHA-256')],
  ['sha384', hash('SHA-384')],
  ['sha512', hash('SHA-512')],
  ['crc32', { gives: 'text', call: ['crc32', 'expr/crc32.js'], args: [] }],
  ['hmac-md5', keyed('MD5')],
  ['hmac-sha1', keyed('SHA-1')],
  ['hmac-sha256', keyed('SHA-256')],
  ['hmac-sha384', keyed('SHA-384')],
  ['hmac-sha512', keyed('SHA-512')],
  [
    'sign-ed25519',
    {
      gives: 'bytes',
      call: ['signEd25519', 'expr/sign-ed25519.js'],
      args: [],
      secret: true,
      slow: true,
    },
  ],
  ['noPort', url('noPort')],
  ['addPort', url('addPort')],
  ['noQuery', url('noQuery')],
  ['legacyQs', url('legacyQs')],
  [
    'percentDecode',
    { gives: 'text', call: ['percentDecode', 'expr/percent.js'], args: ['text'], optional: true },
  ],
  [
    'qsh',
    {
      gives: 'text',
      call: ['qsh', 'expr/qsh.js'],
      args: ['text'],
      optional: true,
      readsHead: true,
    },
  ],
])

/** What the key of a MAC may be derived by. */
const KEY_HASHES: ReadonlyMap<string, string> = new Map([
  ['sha1', 'SHA-1'],
  ['sha256', 'SHA-256'],
])

const DECODERS: ReadonlyMap<string, FilterRule> = new Map([
  ['hex', decode('fromHex')],
  ['base64', decode('fromBase64')],
  ['base64url', decode('fromBase64Url')],
  ['mime', decode('fromMime')],
])

export function filterRule(filter: Filter): FilterRule {
  const rule =
    filter.name === 'decode' ? DECODERS.get(filter.args[0] ?? '') : FILTERS.get(filter.name)
  if (rule === undefined) throw new ExprError(`unknown filter "${filter.name}"`)
  return rule
}

export function parseFilter([name = '', ...raw]: readonly string[]): Filter {
  if (name === 'decode') return parseDecode(raw)
  const rule = FILTERS.get(name)
  if (rule === undefined) {
    const names = [...FILTERS.keys(), 'decode']
    throw new ExprError(`unknown filter "${name}"`, `the filters are ${names.join(', ')}`)
  }
  if (rule.secret === true) return { name, args: [], ...parseSecret(name, raw) }
  return { name, args: parseArgs(name, rule, raw) }
}

/** The name of a secret, and of the hash that makes a key of it, where the provider wants one. */
function parseSecret(name: string, raw: readonly string[]) {
  const [secret = '', derive, ...others] = raw
  const keyHash = derive === undefined ? undefined : KEY_HASHES.get(derive)
  const isUnknown = derive !== undefined && (keyHash === undefined || !name.startsWith('hmac-'))
  if (others.length > 0 || isUnknown || !SECRET_NAME.test(secret)) {
    throw new ExprError(`the filter "${name}" needs the name of a secret, as in |${name}:SECRET`)
  }
  return keyHash === undefined ? { secret } : { secret, keyHash }
}

function parseDecode(raw: readonly string[]): Filter {
  if (raw.length !== 1 || !DECODERS.has(raw[0] ?? '')) {
    throw new ExprError('the filter "decode" takes hex, base64, base64url or mime')
  }
  return { name: 'decode', args: raw }
}

/** The last argument may itself be an index; what stands before it is one text, colons included. */
function parseArgs(name: string, rule: FilterRule, raw: readonly string[]): readonly string[] {
  const count = rule.args.length
  if (rule.optional === true && raw.length === 0) return []
  if (raw.length < count) {
    throw new ExprError(`the filter "${name}" needs ${count} argument${count > 1 ? 's' : ''}`)
  }
  if (count === 0) {
    if (raw.length > 0) throw new ExprError(`the filter "${name}" takes no argument`)
    return []
  }
  const last = rule.args.at(-1) === 'index' ? (raw.at(-1) ?? '') : undefined
  if (last === undefined) return [raw.join(':')]
  if (!/^\d{1,3}$/.test(last)) throw new ExprError(`"${last}" is not an index`)
  return [raw.slice(0, -1).join(':'), last]
}
