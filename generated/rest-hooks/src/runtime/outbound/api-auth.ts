/** How the provider's own API knows who calls: Basic (RFC 7617), bearer tokens and API keys. */
import { encodeBase64, utf8 } from '../bytes.js'
import type { MaybePromise } from '../crypto.js'
import type { Fetch } from '../options.js'

export interface BasicCredentials {
  readonly username: string
  readonly password: string
}

/** A token or an API key, or what finds it. */
export interface TokenCredentials {
  readonly token: string | (() => MaybePromise<string>)
}

export interface ClientCredentials {
  readonly clientId: string
  readonly clientSecret: string
  readonly scope?: string | undefined
}

export type ApiCredentials = BasicCredentials | TokenCredentials | ClientCredentials

/**
 * The headers that authenticate a request.
 *
 * @throws {TypeError} where the credentials are not what it takes
 */
export type ApiAuth = (
  credentials: ApiCredentials | undefined,
  fetch: Fetch,
) => MaybePromise<Readonly<Record<string, string>>>

export const basicAuth: ApiAuth = (credentials) => {
  if (credentials === undefined || !('username' in credentials) || credentials.username === '') {
    throw new TypeError('the API takes credentials: { username, password }')
  }
  const { username, password } = credentials
  // RFC 7617 section 2: the first colon ends the name.
  if (username.includes(':')) throw new TypeError('the username must not have a colon')
  return { authorization: `Basic ${encodeBase64(utf8(`${username}:${password}`))}` }
}

export const bearerAuth: ApiAuth = async (credentials) => {
  return { authorization: `Bearer ${await tokenOf(credentials)}` }
}

export function apiKeyAuth(header: string): ApiAuth {
  return async (credentials) => ({ [header]: await tokenOf(credentials) })
}

async function tokenOf(credentials: ApiCredentials | undefined): Promise<string> {
  if (credentials === undefined || !('token' in credentials)) {
    throw new TypeError('the API takes credentials: { token }')
  }
  const { token } = credentials
  const text = typeof token === 'function' ? await token() : token
  if (typeof text === 'string' && text.trim() !== '') return text
  throw new TypeError('the token is empty: is an environment variable unset?')
}
