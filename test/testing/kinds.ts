/** Kinds of proof by the keys that sign them, as one scheme each of one provider. */
import { hmac } from '../generator/auth/planned.js'

type Json = Readonly<Record<string, unknown>>

export interface Kind {
  readonly auth: object
  /** What the consumer gives, besides what `generateKeys` makes. */
  readonly given?: Json
  /** Whether keys have to be made. */
  readonly hasKeys?: false
  readonly payload?: unknown
  readonly url?: string
  /** The part of the delivery in which one character is changed; the body unless said otherwise. */
  readonly breaks?:
    | { readonly header: string }
    | { readonly query: string }
    | { readonly text: string }
  /** A body that is no JSON, so the proof is all that there is to see. */
  readonly form?: string
}

export const at = (from: string, encoding = 'base64') => ({ from, encoding })
export const pair = (alg: string, more: object = {}): Kind => ({
  auth: {
    type: 'signature',
    alg,
    key: { secret: 'KEY' },
    content: '{header:x-id}.{body}',
    signature: at('{header:x-signature}'),
    ...more,
  },
})
const encoded = (encoding: string, more: object = {}) =>
  pair('ed25519', { key: { secret: 'KEY', encoding, ...more } })

const token = (algs: readonly string[], more: object = {}): Kind => ({
  auth: {
    type: 'jwt',
    token: { from: '{header:authorization|credentials:Bearer}' },
    algs,
    key: { secret: 'KEY' },
    claims: { '/iss': 'acme', '/body/hash': '{body|sha256|hex}' },
    requireClaims: ['jti', 'nbf'],
    maxAge: 60,
    ...more,
  },
})

const message = (algs: readonly string[], more: object = {}): Kind => ({
  auth: { type: 'httpsig', algs, key: { secret: 'KEY' }, digest: true, ...more },
})

const BEARER = { type: 'oauth2' }
const BREAK_TOKEN = { breaks: { header: 'authorization' } } as const
const OAUTH2 = { audience: 'me', scopes: ['a', 'b'] }

export const KEYED: Readonly<Record<string, Kind>> = {
  rsaSha1: pair('rsa-sha1'),
  rsaSha512: pair('rsa-sha512'),
  pssSha256: pair('rsa-pss-sha256'),
  pssSha512: pair('rsa-pss-sha512'),
  p256Der: pair('ecdsa-p256-sha256-der'),
  p256Raw: pair('ecdsa-p256-sha256-raw'),
  p384Raw: pair('ecdsa-p384-sha384-raw'),
  p521Der: pair('ecdsa-p521-sha512-der'),
  sha1Der: pair('ecdsa-sha1-der'),
  ed25519: pair('ed25519'),
  spkiBase64: encoded('spki-base64'),
  ed25519Hex: encoded('ed25519-hex'),
  ed25519Base64: encoded('ed25519-base64', { strip: 'whpk_' }),
  jwk: encoded('jwk'),
  jwksInHeader: encoded('jwks', { kid: '{header:x-key}' }),
  byId: pair('rsa-sha256', { key: { byId: '{header:x-serial}', of: { secret: 'KEY' } } }),
  seed: {
    ...pair('ed25519', { key: { secret: 'KEY', derive: 'repeat32' } }),
    given: { KEY: 'a bot' },
    hasKeys: false,
  },
  hmacById: {
    auth: hmac({ key: { byId: '{header:x-key}', of: { secret: 'KEY' } } }),
    given: { KEY: { one: 'k' } },
    hasKeys: false,
  },
  remoteJwks: pair('ed25519', { key: { jwks: 'https://keys.example/set', kid: '{header:x-key}' } }),
  remoteKey: pair('ecdsa-p256-sha256-der', {
    key: {
      url: 'https://keys.example/{header:x-key-id}',
      json: '/data/key',
      encoding: 'spki-base64',
    },
  }),
  remoteCertificate: pair('rsa-sha256', {
    key: {
      certUrl: '{header:x-cert}',
      hosts: ['*.keys.example'],
      pathMatches: '/certs/[0-9a-f]{8}\\.pem',
      san: ['api.example'],
      roots: 'ROOTS',
    },
  }),
  remoteHmac: {
    auth: hmac({
      key: {
        url: '{json:/keyUrl}',
        hosts: ['api.keys.example'],
        pathMatches: '/keys/[a-z]+',
        encoding: 'base64',
        json: '/key',
      },
      content: '{header:x-id}{json:/a}{json:/keyUrl}',
    }),
  },
  tokenOfPair: { ...token(['RS256', 'PS384', 'ES256', 'EdDSA']) },
  tokenOfSet: token(['ES384'], { key: { jwks: 'https://keys.example/set' } }),
  tokenWithSecret: { ...token(['HS256', 'HS512']), given: { KEY: 'k' }, hasKeys: false },
  detached: {
    auth: {
      type: 'jwt',
      token: { from: '{header:x-jws}' },
      algs: ['ES512'],
      key: { secret: 'KEY', encoding: 'jwks', kid: '{jose:/kid}' },
      headerVars: { list: 'signed_headers' },
      detached: [
        '{method} {path}\n',
        { params: 'headers', names: '{var:list}', kv: ': ', sep: '\n', end: '\n' },
        '{body}',
      ],
      b64: false,
    },
  },
  chain: {
    auth: {
      type: 'jwt',
      token: { from: '{json:/signedPayload}' },
      algs: ['ES256'],
      key: { x5c: true, roots: 'ROOT', leafOids: ['1.2.840.1'], intermediateOids: ['1.2.840.2'] },
      unwrap: 'payload',
    },
  },
  wholeBody: {
    auth: {
      type: 'jwt',
      token: { from: '{body}' },
      algs: ['RS256'],
      key: { secret: 'KEY' },
      unwrap: '/events/0',
      requireClaims: ['exp'],
    },
  },
  messageHmac: {
    ...message(['hmac-sha256'], { require: ['@method', '@path', 'x-id'] }),
    given: { KEY: 'k' },
    hasKeys: false,
  },
  messageById: {
    ...message(['hmac-sha256'], {
      key: { byId: '{keyid}', of: { secret: 'KEY' } },
      require: ['@method'],
      nonce: true,
    }),
    given: { KEY: { ours: 'k' } },
    hasKeys: false,
  },
  messageOfSet: message(['ed25519'], { key: { jwks: 'https://keys.example/set' } }),
  messageEd25519: message(['ed25519'], { created: { past: 60, future: 60 }, expires: true }),
  messageEcdsa: message(['ecdsa-p256-sha256'], {
    label: 'ours',
    tag: 'acme',
    require: ['"@query-param";name="v"', '"content-digest";sf'],
  }),
  messagePss: message(['rsa-pss-sha512', 'rsa-v1_5-sha256']),
  oauth2: { auth: BEARER, given: { ...OAUTH2, issuer: 'https://id.example/t' }, ...BREAK_TOKEN },
  introspected: {
    auth: BEARER,
    given: {
      ...OAUTH2,
      introspection: { endpoint: 'https://id.example/ask', clientId: 'c', clientSecret: 's' },
    },
    ...BREAK_TOKEN,
  },
  agreed: { auth: BEARER, given: { token: 'agreed-upon' }, ...BREAK_TOKEN },
}
