/** Parses requests to the provider: over HTTPS, and to hosts that the config pins. */
import type { JsonObject } from '../schema/types.js'
import type { ApiAuthPlan, OutboundPlan } from './handshake-types.js'
import { sharedDomain } from './host-patterns.js'
import { list, member, object, string } from './read.js'
import { jsonExpressions, parseHeaders, parseJson, type Read } from './reply.js'
import type { Spot } from './spot.js'
import type { Expr } from './types.js'

/** What a URL begins with whose host nobody but the config decides. */
const ORIGIN = /^https:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:[/?]|$)/i
/** Only whole labels may vary, and never one of the last two; another port than 443 is named. */
const HOST = /^(?:(?:\*|\{region\}|[a-z0-9-]+)\.)*[a-z0-9-]+\.[a-z][a-z0-9-]*(?::[1-9]\d{1,4})?$/i

export function parseOutbound(node: JsonObject, spot: Spot, read: Read): OutboundPlan {
  const url = read(string(member(node, 'url')) ?? '', spot.at('url'))
  const body = member(node, 'body')
  const [first] = url
  const origin = first?.kind === 'text' ? ORIGIN.exec(first.value)?.[1] : undefined
  const hosts = list(member(node, 'hosts')).map((host) => string(host) ?? '')
  checkHosts(hosts, spot.at('hosts'))
  if (first?.kind === 'text' && origin === undefined) {
    const message = 'the URL must begin with "https://", a host name and a slash'
    spot.at('url').error('ERR_OUTBOUND_URL', message, 'only its path and query may vary')
  } else if (url.length > 0 && origin === undefined && hosts.length === 0) {
    const message = 'the request says where to call, and nothing says which hosts may be called'
    spot.error(
      'ERR_OUTBOUND_HOSTS',
      message,
      'list them in "hosts": ["sns.{region}.amazonaws.com"]',
    )
  }
  return {
    method: string(member(node, 'method')) ?? 'GET',
    url,
    hosts: hosts.length > 0 ? hosts : [origin ?? ''],
    headers: parseHeaders(object(member(node, 'headers')), spot.at('headers'), read),
    body: body === undefined ? undefined : parseJson(body, spot.at('body'), read),
    auth: parseApiAuth(object(member(node, 'auth')), spot.at('auth')),
    isCallback: member(node, 'via') === 'callback',
  }
}

function checkHosts(hosts: readonly string[], spot: Spot): void {
  for (const [index, host] of hosts.entries()) {
    if (HOST.test(host)) {
      checkShared(host, spot.at(index))
      continue
    }
    const message = `${JSON.stringify(host)} is no pattern for host names of one provider`
    spot
      .at(index)
      .error('ERR_OUTBOUND_HOSTS', message, '"*" stands for one label, not for the last two')
  }
}

/** A request can be meant for a name that a stranger was given; what it says must not matter then. */
function checkShared(host: string, spot: Spot): void {
  const shared = sharedDomain(host)
  if (shared === undefined) return
  const message = `${JSON.stringify(host)} lets in hosts of strangers, whom ${shared} gives names of their own`
  spot.warning('WARN_OUTBOUND_HOSTS', message, 'write the host out; {region} is a region of AWS')
}

export function parseApiAuth(node: JsonObject, spot: Spot): ApiAuthPlan | undefined {
  const type = string(member(node, 'type'))
  if (type === 'basic' || type === 'bearer') return { type }
  if (type === 'apiKey') return { type, header: string(member(node, 'header')) ?? 'X-API-Key' }
  if (type !== 'oauth2') return undefined
  const tokenUrl = string(member(node, 'tokenUrl')) ?? ''
  if (!ORIGIN.test(tokenUrl)) {
    const message = 'the URL must begin with "https://", a host name and a slash'
    spot.at('tokenUrl').error('ERR_OUTBOUND_URL', message)
  }
  return { type, tokenUrl }
}

/** Every expression of the request. */
export function outboundExpressions({ url, headers, body }: OutboundPlan): readonly Expr[] {
  const values = headers.map(([, value]) => value)
  return [url, ...values, ...(body === undefined ? [] : jsonExpressions(body))]
}
