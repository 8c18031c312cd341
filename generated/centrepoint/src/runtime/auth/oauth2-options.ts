/** What a consumer says about the bearer tokens that it takes. */
import { checkOptions, type OptionRules, refuseEmpty } from '../check-options.js'
import type { MaybePromise } from '../crypto.js'
import type { SchemeInputs } from '../options.js'
import { isSafe, readUrl } from '../remote/origins.js'
import type { SecretInput } from '../secrets.js'

// Types and not interfaces: only those are assignable to what every scheme may be given.

/** What is demanded of every token that says anything about itself. */
export type TokenDemands = {
  /** Scopes that a token must have, all of them. */
  readonly scopes?: readonly string[] | undefined
  /** Seconds by which the clocks of issuer and receiver may differ. */
  readonly leeway?: number | undefined
}

/** Tokens that are JWTs (RFC 9068), checked with the keys that the issuer publishes. */
export type JwtBearer = TokenDemands & {
  readonly issuer: string
  /** The receiver's own name: a token must be for it, or for one of these. */
  readonly audience: string | readonly string[]
  /** Where the issuer publishes its keys; found through its metadata unless given. */
  readonly jwksUri?: string | undefined
  readonly introspection?: undefined
  readonly token?: undefined
}

/** Tokens that only their issuer understands: it is asked about each (RFC 7662). */
export type IntrospectedBearer = TokenDemands & {
  readonly introspection: {
    readonly endpoint: string
    readonly clientId: string
    readonly clientSecret: string | (() => MaybePromise<string>)
  }
  readonly audience?: string | readonly string[] | undefined
  readonly issuer?: string | undefined
  readonly token?: undefined
}

/** One token, agreed upon. */
export type StaticBearer = { readonly token: SecretInput | undefined }

export type OAuth2Options = JwtBearer | IntrospectedBearer | StaticBearer

/** The options, checked. */
export type BearerRule = JwtRule | IntrospectionRule | { readonly kind: 'static' }

interface Demands {
  readonly audiences: readonly string[]
  readonly scopes: readonly string[]
  readonly leeway: number
}

export interface JwtRule extends Demands {
  readonly kind: 'jwt'
  readonly issuer: string
  readonly jwksUri: string | undefined
}

export interface IntrospectionRule extends Demands {
  readonly kind: 'introspection'
  readonly issuer: string | undefined
  readonly endpoint: URL
  readonly clientId: string
  readonly findSecret: () => MaybePromise<string>
}

/** The names of everything but the token, which is a secret. */
export const OAUTH2_SETTINGS = [
  'issuer',
  'audience',
  'jwksUri',
  'introspection',
  'scopes',
  'leeway',
] as const

const INTROSPECTION: OptionRules<IntrospectedBearer['introspection']> = {
  endpoint: 'guard',
  clientId: 'guard',
  clientSecret: 'guard',
}

/** What narrows the tokens that are taken. */
const GUARDS = ['issuer', 'audience', 'scopes'] as const

const HOW =
  'give { issuer, audience }, { introspection: { endpoint, clientId, clientSecret } } or { token }'

/** @throws {TypeError} where they do not say in one way how tokens are checked */
export function readOAuth2(given: SchemeInputs): BearerRule {
  const isThere = (name: string) => Object.hasOwn(given, name) && given[name] !== undefined
  for (const name of GUARDS) {
    if (Object.hasOwn(given, name)) refuseEmpty(`oauth2.${name}`, given[name])
  }
  if (isThere('token')) {
    const other = OAUTH2_SETTINGS.find(isThere)
    if (other !== undefined)
      throw new TypeError(`oauth2 takes a token or ${other}, not both: ${HOW}`)
    return { kind: 'static' }
  }
  const demands = {
    audiences: texts(given, 'audience'),
    scopes: texts(given, 'scopes'),
    leeway: leewayOf(given),
  }
  if (isThere('introspection')) return readIntrospection(given, demands)
  const issuer = given['issuer']
  if (typeof issuer !== 'string' || demands.audiences.length === 0) {
    throw new TypeError(`oauth2 needs issuer and audience: ${HOW}`)
  }
  endpoint(issuer, 'issuer')
  const { jwksUri } = given
  if (jwksUri !== undefined) endpoint(jwksUri, 'jwksUri')
  return {
    ...demands,
    kind: 'jwt',
    issuer,
    jwksUri: typeof jwksUri === 'string' ? jwksUri : undefined,
  }
}

function readIntrospection(given: SchemeInputs, demands: Demands): IntrospectionRule {
  // Sound: every member is read as unknown and checked.
  const options = given['introspection'] as Readonly<Record<string, unknown>>
  checkOptions('oauth2.introspection', options, INTROSPECTION)
  const { clientId, clientSecret } = options
  const { issuer } = given
  const url = endpoint(options['endpoint'], 'introspection.endpoint')
  if (typeof clientId !== 'string' || clientId === '') {
    throw new TypeError('oauth2 needs introspection.clientId')
  }
  const isSecret = typeof clientSecret === 'string' && clientSecret !== ''
  if (!isSecret && typeof clientSecret !== 'function') {
    throw new TypeError(
      'oauth2 needs introspection.clientSecret: text, or a function that finds it',
    )
  }
  // Sound: it is a function, and what it gives is checked where it is used.
  const find = clientSecret as () => MaybePromise<string>
  const findSecret = isSecret ? () => clientSecret : find
  const from = typeof issuer === 'string' ? issuer : undefined
  return { ...demands, kind: 'introspection', issuer: from, endpoint: url, clientId, findSecret }
}

function endpoint(value: unknown, name: string): URL {
  const url = typeof value === 'string' ? readUrl(value) : undefined
  if (url !== undefined && isSafe(url) && url.hash === '') return url
  throw new TypeError(
    `oauth2 needs ${name} to be a URL with https, or with http on a loopback address`,
  )
}

function texts(given: SchemeInputs, name: string): readonly string[] {
  const value: unknown = given[name]
  if (value === undefined) return []
  const all: readonly unknown[] = Array.isArray(value) ? value : [value]
  const found = all.filter((text) => typeof text === 'string' && text !== '')
  // An empty text or list would demand nothing, where something was to be demanded.
  if (found.length === 0 || found.length < all.length) {
    throw new TypeError(`oauth2 needs ${name} to be text, or a list of texts`)
  }
  return all.map(String)
}

function leewayOf({ leeway = 0 }: SchemeInputs): number {
  if (typeof leeway === 'number' && leeway >= 0 && leeway <= 600) return leeway
  throw new TypeError('oauth2 needs leeway to be a number of seconds, 600 at most')
}
