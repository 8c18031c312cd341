/** Every kind of proof that a test can sign, as one scheme each of one provider. */
import { hmac, oneCase } from '../generator/auth/planned.js'

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

const at = (from: string, encoding = 'base64') => ({ from, encoding })
const pair = (alg: string, more: object = {}): Kind => ({
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
const CONDITION = [{ value: '{header:x-version}', matches: 'v[0-9]{2,4}(?:-(?:beta|rc))?' }]
const MEMBERS = '{json:/id}.{json:/a}'

export const KINDS: Readonly<Record<string, Kind>> = {
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
  inJson: {
    auth: hmac({
      content: `${MEMBERS}.{json:/proof/time}`,
      timestamp: { from: '{json:/proof/time}', unit: 's', past: 60, future: 60 },
      signature: at('{json:/proof/mac}', 'base64url'),
    }),
    given: { KEY: 'k' },
    hasKeys: false,
  },
  inEncodedJson: pair('ecdsa-p256-sha256-der', {
    content: '{body}',
    key: { byId: '{header:x-proof|decode:base64|json:/kid}', of: { secret: 'KEY' } },
    signature: at('{header:x-proof|decode:base64|json:/signature}'),
  }),
  inForm: {
    auth: hmac({
      content: '{form:payload}',
      signature: { ...at('{form:sig}'), split: '&', prefix: '{secret:ID}|' },
    }),
    given: { KEY: 'k', ID: 'public' },
    hasKeys: false,
    form: 'payload=na%C3%AFve&more=1',
  },
  overForm: {
    auth: hmac({
      content: ['{url}', { params: 'form', sort: true, kv: '', sep: '' }],
    }),
    given: { KEY: 'k' },
    hasKeys: false,
    form: 'payload=na%C3%AFve&more=1',
  },
  overQuery: {
    auth: hmac({
      content: [{ params: 'query', sort: true, omit: ['sig'], kv: '_', sep: '_' }],
      timestamp: { from: '{query:t}', unit: 's', past: 60, future: 60 },
      signature: at('{query:sig}', 'hex'),
    }),
    given: { KEY: 'k' },
    hasKeys: false,
    url: 'http://localhost/?b=1&a=2',
    breaks: { query: 'b' },
  },
  namedHash: {
    auth: hmac({
      alg: {
        from: '{header:x-signature|split:=:0}',
        map: { sha1: 'hmac-sha1', sha512: 'hmac-sha512' },
      },
      signature: at('{header:x-signature|split:=:1}', 'hex'),
    }),
    given: { KEY: 'k' },
    hasKeys: false,
  },
  namedInBody: pair('', {
    alg: { from: '{json:/version}', map: { 1: 'rsa-sha1', 2: 'rsa-sha256' } },
    content: `${MEMBERS}.{json:/version}`,
    signature: at('{json:/signature}'),
  }),
  eachSigned: {
    auth: {
      forEach: '/list',
      ...hmac({ content: '{item:/b}.{item:/c}', signature: at('{item:/sig}') }),
    },
    given: { KEY: 'k' },
    hasKeys: false,
    payload: {
      a: 'x',
      id: '1',
      list: [
        { b: 1, c: 'y' },
        { b: 2.5, c: 'z' },
      ],
    },
  },
  eachChecked: {
    auth: { forEach: '/list', type: 'check', value: '{item:/state}', equals: '{secret:STATE}' },
    given: { STATE: 'agreed' },
    hasKeys: false,
    breaks: { text: 'agreed' },
  },
  conditioned: {
    auth: { switch: [oneCase(hmac(), CONDITION)] },
    given: { KEY: 'k' },
    hasKeys: false,
  },
  presence: {
    auth: {
      switch: [
        oneCase(hmac(), [
          { value: '{header:x-signature}', present: true },
          { value: '{header:x-more}', present: true },
          { value: '{header:x-none}', absent: true },
        ]),
      ],
    },
    given: { KEY: 'k' },
    hasKeys: false,
  },
  prefixed: {
    auth: {
      anyOf: [
        hmac({ key: { secret: 'KEY', except: 'whpk_' } }),
        pair('ed25519', {
          key: { secret: 'KEY', only: 'whpk_', strip: 'whpk_', encoding: 'ed25519-base64' },
        }).auth,
      ],
    },
    given: { KEY: 'k' },
    hasKeys: false,
  },
  skipped: {
    auth: hmac({ signature: { ...at('{header:x-signature}'), split: ',', skip: 2 } }),
    given: { KEY: 'k' },
    hasKeys: false,
  },
}
