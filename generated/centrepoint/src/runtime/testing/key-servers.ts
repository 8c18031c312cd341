/** What the provider's server of keys answers, in tests. */
import { decodeBase64Url, utf8 } from '../bytes.js'
import { webSource } from '../crypto.js'
import { putAt } from './json-members.js'
import { type PublicHalf, toCertificates, toJwks, type WritePublic } from './public-half.js'

type Answer = (half: PublicHalf, request: Request) => Response | Promise<Response>

export const answerJwks: Answer = (half) => json(toJwks(half))

export const answerCertificates: Answer = (half) => new Response(toCertificates(half))

/** The key, at a pointer of the answer where there is one. */
export function answerKey(write: WritePublic, pointer: string | undefined): Answer {
  return (half) => {
    const text = write(half)
    return pointer === undefined
      ? new Response(text)
      : json(JSON.stringify(putAt(undefined, pointer, text)))
  }
}

/** A shared key is already written as it is fetched. */
export const toShared: WritePublic = ({ spki }) => new TextDecoder().decode(spki)

const WELL_KNOWN = /^\/\.well-known\/oauth-authorization-server(\/.*)?$/

/** Metadata, key set and introspection of an authorisation server that issues what `sign` makes. */
export const answerOAuth2: Answer = async (half, request) => {
  if (request.method === 'POST') return introspect(half, await request.text())
  const { origin, pathname } = new URL(request.url)
  const [, path = ''] = WELL_KNOWN.exec(pathname) ?? []
  if (!pathname.startsWith('/.well-known/oauth')) return json(toJwks(half))
  return json(JSON.stringify({ issuer: origin + path, jwks_uri: `${origin}/jwks` }))
}

async function introspect({ jwk }: PublicHalf, form: string): Promise<Response> {
  const token = new URLSearchParams(form).get('token') ?? ''
  const [header = '', payload = '', signature = ''] = token.split('.')
  const hash = 'SHA-256'
  const algorithm =
    jwk['kty'] === 'RSA'
      ? { name: 'RSASSA-PKCS1-v1_5', hash }
      : { name: 'ECDSA', namedCurve: 'P-256', hash }
  const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify'])
  const isOurs = await crypto.subtle.verify(
    algorithm,
    key,
    webSource([decoded(signature)]),
    webSource([utf8(`${header}.${payload}`)]),
  )
  if (!isOurs) return json('{"active":false}')
  const claims: unknown = JSON.parse(new TextDecoder().decode(decoded(payload)))
  return json(JSON.stringify({ ...Object(claims), active: true }))
}

function decoded(part: string): Uint8Array {
  return decodeBase64Url(part) ?? new Uint8Array()
}

function json(text: string): Response {
  return new Response(text, { headers: { 'content-type': 'application/json' } })
}
