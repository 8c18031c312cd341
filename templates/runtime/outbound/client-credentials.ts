/** The client credentials grant of OAuth 2 (RFC 6749 section 4.4). */
import { RequestFailed } from '../errors.js'
import { valueAt } from '../expr/json.js'
import { parsePayload } from '../payload.js'
import { type ApiAuth, type ApiCredentials, basicAuth, type ClientCredentials } from './api-auth.js'
import { send } from './send.js'

/** A token is fetched anew for each request: they are few, and a stale one is worth nothing. */
export function clientCredentials(tokenUrl: string): ApiAuth {
  return async (credentials, fetch) => {
    const { clientId, clientSecret, scope } = check(credentials)
    // RFC 6749 section 2.3.1: form-encoded first, then as Basic.
    const username = encodeURIComponent(clientId)
    const password = encodeURIComponent(clientSecret)
    const form = new URLSearchParams({ grant_type: 'client_credentials' })
    if (scope !== undefined) form.set('scope', scope)
    const headers = {
      ...(await basicAuth({ username, password }, fetch)),
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    }
    const { hostname } = new URL(tokenUrl)
    const request = { method: 'POST', url: tokenUrl, hosts: [hostname], headers, body: `${form}` }
    const answer = parsePayload((await send(request, fetch)).body)
    const token = valueAt(answer, '/access_token')
    if (typeof token !== 'string' || token === '') {
      throw new RequestFailed(`${hostname} answered without an access token`)
    }
    return { authorization: `Bearer ${token}` }
  }
}

function check(credentials: ApiCredentials | undefined): ClientCredentials {
  if (credentials !== undefined && 'clientId' in credentials) return credentials
  throw new TypeError('the API takes credentials: { clientId, clientSecret }')
}
