/** Parses keys that come over the network, or with the delivery: from pinned hosts or to pinned roots. */
import type { JsonObject, JsonValue } from '../schema/types.js'
import { parseExpr } from './expr.js'
import { hostProblem, literalOrigin, urlProblem } from './key-hosts.js'
import { patternProblem } from './pattern.js'
import type { Position } from './positions.js'
import { list, member, number, object, string } from './read.js'
import { readingExpr, textExpr } from './reading.js'
import { parseHeaders, parseJson, type Read, reader } from './reply.js'
import type { Spot } from './spot.js'
import type {
  CertUrlKey,
  ChainKey,
  JwksKey,
  KeyEncoding,
  RemoteKey,
  UrlKey,
  UrlPins,
} from './types.js'

/** Fetches in a minute that deliveries with unknown keys can cause, unless the config says. */
const SETS_PER_MINUTE = 2
const KEYS_PER_MINUTE = 60

/** How a delivery names its key. */
export interface KeyNames {
  /** What may name it. */
  readonly position: Position
  /** What does, unless the config says otherwise; undefined where that has to be said. */
  readonly kid: string | undefined
  readonly encoding: KeyEncoding
}

/** Undefined where the key is none of these. */
export function parseRemoteKey(
  node: JsonObject,
  spot: Spot,
  names: KeyNames,
): RemoteKey | undefined {
  if (member(node, 'jwks') !== undefined) return parseJwks(node, spot, names)
  if (member(node, 'url') !== undefined) return parseUrl(node, spot, names)
  if (member(node, 'certUrl') !== undefined) return parseCertUrl(node, spot, names)
  return member(node, 'x5c') === true ? parseChain(node, spot, names) : undefined
}

function parseJwks(node: JsonObject, spot: Spot, { position }: KeyNames): JwksKey {
  const url = string(member(node, 'jwks')) ?? ''
  checkUrl(url, spot.at('jwks'))
  const kid = string(member(node, 'kid'))
  return {
    kind: 'jwks',
    url,
    kid: kid === undefined ? undefined : textExpr(kid, spot.at('kid'), position),
    perMinute: number(member(node, 'fetchesPerMinute'), SETS_PER_MINUTE),
  }
}

function parseUrl(node: JsonObject, spot: Spot, names: KeyNames): UrlKey {
  const text = string(member(node, 'url')) ?? ''
  const read = keyReader(string(member(node, 'kid')) ?? names.kid, names.position)
  const body = member(node, 'body')
  const bearer = string(member(node, 'auth'))
  const headers = [
    ...parseHeaders(object(member(node, 'headers')), spot.at('headers'), read),
    ...(bearer === undefined ? [] : [authorization(bearer, spot)]),
  ]
  return {
    kind: 'url',
    method: string(member(node, 'method')) ?? (body === undefined ? 'GET' : 'POST'),
    url: read(text, spot.at('url')),
    origin: isNamedByDelivery(node) ? parseNamed(node, text, spot) : parseOrigin(text, spot),
    headers,
    body: body === undefined ? undefined : parseJson(body, spot.at('body'), read),
    pointer: string(member(node, 'json')),
    // Sound: the config schema lists the encodings.
    encoding: (string(member(node, 'encoding')) ?? names.encoding) as KeyEncoding,
    perMinute: number(member(node, 'fetchesPerMinute'), KEYS_PER_MINUTE),
  }
}

/** `{kid}` is a short form of what "kid" says. */
function keyReader(kid: string | undefined, position: Position): Read {
  const plain = reader(position)
  return (value, place) => {
    if (kid === undefined && value.includes('{kid}')) {
      const message = '{kid} stands for what "kid" says, and that is not given'
      place.error('ERR_KEY_ID', message, 'add "kid": "{header:…}", where a delivery names its key')
    }
    return plain(value.replaceAll('{kid}', kid ?? ''), place)
  }
}

function authorization(secret: string, spot: Spot) {
  return ['authorization', parseExpr(`Bearer {secret:${secret}}`, spot.at('auth'), 'key')] as const
}

function isNamedByDelivery(node: JsonObject): boolean {
  return ['hosts', 'pathMatches'].some((name) => member(node, name) !== undefined)
}

function parseNamed(node: JsonObject, text: string, spot: Spot): UrlPins {
  if (literalOrigin(text) !== undefined) {
    const message = '"hosts" and "pathMatches" are for a URL whose host is not written out'
    spot.at('url').error('ERR_KEY_URL', `${message}: ${JSON.stringify(text)}`)
  }
  return parsePins(node, spot, 'a key whose URL the delivery names')
}

function parseOrigin(text: string, spot: Spot): string {
  const origin = literalOrigin(text)
  if (origin === undefined) {
    const message = `the URL of a key must begin with https and a host that are written out: ${JSON.stringify(text)}`
    const hint =
      'placeholders may stand in its path and query; a URL that the delivery names needs "hosts" and "pathMatches"'
    spot.at('url').error('ERR_KEY_URL', message, hint)
    return ''
  }
  checkUrl(origin, spot.at('url'))
  return origin
}

function parseCertUrl(node: JsonObject, spot: Spot, { position }: KeyNames): CertUrlKey {
  return {
    kind: 'certUrl',
    url: readingExpr(string(member(node, 'certUrl')) ?? '', spot.at('certUrl'), position, 'header'),
    ...parsePins(node, spot, 'a certificate that the delivery names'),
    names: strings(member(node, 'san')),
    roots: string(member(node, 'roots')),
    perMinute: number(member(node, 'fetchesPerMinute'), KEYS_PER_MINUTE),
  }
}

const HOSTS_HINT = 'write the hosts out; {region} stands for a region of AWS'

function parsePins(node: JsonObject, spot: Spot, what: string): UrlPins {
  const path = string(member(node, 'pathMatches')) ?? ''
  const problem = patternProblem(path)
  if (problem !== undefined) {
    spot.at('pathMatches').error('ERR_PATTERN', `${problem}: ${JSON.stringify(path)}`)
  }
  const hosts = strings(member(node, 'hosts'))
  for (const [index, host] of hosts.entries()) {
    const found = hostProblem(host)
    if (found !== undefined) spot.at('hosts', index).error('ERR_KEY_URL', found, HOSTS_HINT)
  }
  if (hosts.length === 0 || path === '') {
    const message = `${what} needs "hosts" and "pathMatches"`
    spot.error('ERR_KEY_URL', message, 'otherwise whoever has a host could sign')
  }
  return {
    hosts: hosts.map((host) => host.toLowerCase()),
    path: `^(?:${path.replace(/^\^/, '').replace(/\$$/, '')})$`,
  }
}

function parseChain(node: JsonObject, spot: Spot, { position }: KeyNames): ChainKey {
  if (position !== 'tokenKey') {
    const message = '"x5c" is read from the header of a token, and there is none'
    spot.at('x5c').error('ERR_KEY_SOURCE', message, 'use "certUrl", or give the key as a secret')
  }
  const roots = string(member(node, 'roots'))
  if (roots === undefined) {
    const message = '"x5c" without "roots": anybody can make a chain of certificates'
    spot.error(
      'ERR_KEY_ROOTS',
      message,
      'add "roots": "NAME", the secret with the root certificate',
    )
  }
  const intermediateOids = strings(member(node, 'intermediateOids'))
  if (intermediateOids.length === 0) {
    const message = 'every certificate under the roots may sign: "intermediateOids" is not given'
    spot.warning('WARN_KEY_OIDS', message)
  }
  for (const key of ['leafOids', 'intermediateOids']) {
    for (const [index, oid] of strings(member(node, key)).entries()) {
      if (/^[0-2](?:\.(?:0|[1-9]\d{0,9})){1,20}$/.test(oid)) continue
      spot.at(key, index).error('ERR_KEY_OIDS', `"${oid}" is no object identifier`)
    }
  }
  return {
    kind: 'x5c',
    roots: roots ?? '',
    leafOids: strings(member(node, 'leafOids')),
    intermediateOids,
  }
}

function checkUrl(url: string, spot: Spot): void {
  const problem = urlProblem(url)
  if (problem !== undefined) spot.error('ERR_KEY_URL', `${problem}: ${JSON.stringify(url)}`)
}

function strings(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value]
  return list(value).flatMap((item) => string(item) ?? [])
}
