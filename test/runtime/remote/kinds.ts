/** The kinds of keys and tokens that are fetched: who offers them, and a server that hands them out. */
import { createHmac, sign as signBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Algorithm } from '../../../templates/runtime/auth/algorithm.js'
import { asymmetricSignature } from '../../../templates/runtime/auth/asymmetric.js'
import { ecdsa } from '../../../templates/runtime/auth/ecdsa.js'
import { Introspection } from '../../../templates/runtime/auth/oauth2-introspection.js'
import { certificateKeys } from '../../../templates/runtime/auth/remote-certificate.js'
import { remoteHmacSignature } from '../../../templates/runtime/auth/remote-hmac.js'
import { jwksKeys } from '../../../templates/runtime/auth/remote-jwks.js'
import { remoteKey } from '../../../templates/runtime/auth/remote-key.js'
import { utf8 } from '../../../templates/runtime/bytes.js'
import { createDelivery } from '../../../templates/runtime/delivery.js'
import { isWebhookError } from '../../../templates/runtime/errors.js'
import { viewHeaders } from '../../../templates/runtime/headers.js'
import { jwkOf, P256, secrets } from '../auth/tokens.js'
import { issue, LEAF } from './certificates.js'
import { type KeyServer, keyServer, PROVIDER, sendJson } from './server.js'

export const PER_MINUTE = 3
const BODY = 'the body'
const HMAC_KEY = 'the key of a tenant'
const leaf = issue({ name: 'leaf', extensions: LEAF })
/** Certificates are judged by the real time. */
const BEGIN = Date.now() + 60_000

/** Offers a delivery that names its key so, at that second: `accepted`, or what came instead. */
type Offer = (name: string, isGenuine: boolean, second: number) => Promise<string>

export interface Kind {
  readonly name: string
  /** What the key server answers; whatever strangers name is there as well. */
  readonly answer: KeyServer['answer']
  readonly start: (server: KeyServer) => Offer
  /** What an honest sender calls its key. */
  readonly genuine: string
  /** Deliveries of strangers in a minute: a few more than the fetches that they may cause. */
  readonly strangers: number
}

async function outcomeOf(work: () => unknown): Promise<string> {
  try {
    return (await work()) === undefined ? 'refused' : 'accepted'
  } catch (error) {
    if (isWebhookError(error)) return `${error.code} ${error.status}`
    throw error
  }
}

function deliveryOf(name: string) {
  const head = { method: 'POST', url: '/', headers: viewHeaders({ 'x-key': name }), platform: [] }
  return createDelivery(head, utf8(BODY))
}

/** Offers signatures over the body: the right one, or none that any key made. */
export function signing(algorithm: Algorithm, signature: Uint8Array, { remote }: KeyServer): Offer {
  return (name, isGenuine, second) => {
    const given = secrets({})
    const context = { secrets: given, now: BEGIN + second * 1000, remote }
    const candidate = isGenuine ? signature : new Uint8Array(signature.length).fill(7)
    const request = { delivery: deliveryOf(name), context }
    return outcomeOf(() => algorithm.match(given, [[utf8(BODY)]], [candidate], request))
  }
}

export function signedBy(key: typeof leaf.key): Uint8Array {
  return signBytes('sha256', Buffer.from(BODY), { key, dsaEncoding: 'ieee-p1363' })
}

export const named = ({ headers }: ReturnType<typeof deliveryOf>) => headers.get('x-key')
export const P256_SHA256 = ecdsa('P-256', 'SHA-256', 'raw')

export const CERTIFICATES: Kind = {
  name: 'certUrl',
  answer: (_request, response) => response.end(leaf.pem),
  start: (server) => {
    const pins = { hosts: ['keys.example.com'], path: '^(?:/[a-z0-9-]+)$' }
    const rule = { ...pins, url: named, names: [], roots: undefined, perMinute: PER_MINUTE }
    return signing(
      asymmetricSignature(P256_SHA256, certificateKeys(rule)),
      signedBy(leaf.key),
      server,
    )
  },
  genuine: `${PROVIDER}/genuine`,
  strangers: 12,
}

export const KEYS: Kind = {
  name: 'url',
  answer: sendJson({ key: HMAC_KEY }),
  start: (server) => {
    const source = remoteKey({
      request: (delivery) => {
        return { method: 'GET', url: named(delivery), headers: {}, body: undefined }
      },
      origin: PROVIDER,
      pointer: '/key',
      decode: utf8,
      perMinute: PER_MINUTE,
    })
    const mac = createHmac('sha256', HMAC_KEY).update(BODY).digest()
    return signing(remoteHmacSignature('SHA-256', source), mac, server)
  },
  genuine: `${PROVIDER}/genuine`,
  strangers: 12,
}

export const JWKS: Kind = {
  name: 'jwks',
  answer: sendJson({ keys: [jwkOf(P256.publicKey, { kid: 'genuine' })] }),
  start: (server) => {
    const source = jwksKeys(`${PROVIDER}/jwks`, { kid: named, perMinute: PER_MINUTE })
    return signing(asymmetricSignature(P256_SHA256, source), signedBy(P256.privateKey), server)
  },
  genuine: 'genuine',
  strangers: 12,
}

/** Tokens of strangers are active, and for somebody else. */
async function introspect(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let form = ''
  for await (const chunk of request) form += String(chunk)
  const aud = new URLSearchParams(form).get('token') === 'genuine' ? 'us' : 'them'
  sendJson({ active: true, aud })(request, response)
}

export const TOKENS: Kind = {
  name: 'introspection',
  answer: (request, response) => void introspect(request, response),
  start: ({ origin, remote }) => {
    const rule = {
      kind: 'introspection',
      issuer: undefined,
      endpoint: new URL(origin),
      clientId: 'receiver',
      findSecret: () => 'secret',
      audiences: ['us'],
      scopes: [],
      leeway: 0,
    } as const
    const judge = new Introspection(rule, remote)
    return (name, _isGenuine, second) => {
      const context = { secrets: secrets({}), now: BEGIN + second * 1000, remote }
      return outcomeOf(async () => {
        const { accepted } = await judge.judge(name, deliveryOf(name), context)
        return accepted || undefined
      })
    }
  },
  genuine: 'genuine',
  strangers: 610,
}

export const ALL = [CERTIFICATES, KEYS, JWKS, TOKENS]
export const MADE_UP = (index: number) => `${PROVIDER}/made-up-${index}`

export async function open(kind: Kind) {
  const server = await keyServer(kind.answer)
  const offer = kind.start(server)
  let made = 0
  return {
    server,
    genuine: (second: number, name = kind.genuine) => offer(name, true, second),
    /** Of strangers, over the minute that begins then; each names something new. */
    attack: async (second: number, count = kind.strangers) => {
      const outcomes = new Set<string>()
      for (let index = 0; index < count; index++) {
        outcomes.add(await offer(MADE_UP(made++), false, second + (index * 60) / count))
      }
      return outcomes
    },
  }
}
