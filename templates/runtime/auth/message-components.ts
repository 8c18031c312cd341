/** The parts of a request that an HTTP message signature can cover (RFC 9421, section 2). */

import { encodeLatin1, utf8 } from '../bytes.js'
import type { Delivery } from '../delivery.js'
import { host, path, query } from '../expr/url.js'
import { parseDictionary } from './parse-structured-fields.js'
import {
  type Item,
  isInnerList,
  type Member,
  serializeBytes,
  serializeDictionary,
  serializeItem,
  serializeMember,
} from './structured-fields.js'

const FIELD_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/
const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: ':80', https: ':443' }

/** Fields that are known to be dictionaries; any other cannot be brought to its strict form. */
const DICTIONARIES: ReadonlySet<string> = new Set([
  'content-digest',
  'priority',
  'repr-digest',
  'signature',
  'signature-input',
  'want-content-digest',
  'want-repr-digest',
])

/**
 * What was taken apart for one signature: each of its components may be a member of one long field,
 * or a parameter of one long query.
 */
export class TakenApart {
  readonly #dictionaries = new Map<string, ReadonlyMap<string, Member> | undefined>()
  #query: ReadonlyMap<string, readonly string[]> | undefined

  /** The members of a field; undefined where it is malformed. */
  dictionary(text: string): ReadonlyMap<string, Member> | undefined {
    if (!this.#dictionaries.has(text)) this.#dictionaries.set(text, parseDictionary(text))
    return this.#dictionaries.get(text)
  }

  /** The values of a parameter of the query, by its encoded name. */
  parameter(raw: string | undefined, wanted: string): readonly string[] {
    this.#query ??= queryValues(raw)
    return this.#query.get(wanted) ?? []
  }
}

/** The name of a component; undefined where the identifier is no string. */
export function componentName({ bare }: Item): string | undefined {
  return bare.kind === 'string' ? bare.value : undefined
}

/**
 * What stands behind a component; undefined where it is absent, ambiguous or not of a request.
 *
 * `;req` and `;tr` are refused: a webhook is a request, and trailers are not seen.
 */
export function componentValue(
  delivery: Delivery,
  item: Item,
  apart: TakenApart = new TakenApart(),
): string | undefined {
  const name = componentName(item)
  if (name === undefined) return undefined
  if (name.startsWith('@')) return derived(delivery, name, item, apart)
  return FIELD_NAME.test(name) ? field(delivery, name, item, apart) : undefined
}

function derived(
  delivery: Delivery,
  name: string,
  { parameters }: Item,
  apart: TakenApart,
): string | undefined {
  if (name === '@query-param') {
    const wanted = parameters.get('name')
    if (parameters.size !== 1 || wanted?.kind !== 'string') return undefined
    const [only, ...others] = apart.parameter(query(delivery), wanted.value)
    if (only === undefined || others.length > 0) return undefined
    // What is no UTF-8 is read like anything else that is none.
    return `${wanted.value}=${only}`.match(/%EF%BF%BD|\ufffd/) ? undefined : formEncode(only)
  }
  if (parameters.size > 0) return undefined
  if (name === '@method') return delivery.method
  if (name === '@path') return path(delivery)
  if (name === '@query') return delivery.url === undefined ? undefined : query(delivery) || '?'
  if (name === '@request-target') {
    return delivery.url === undefined ? undefined : `${path(delivery)}${query(delivery)}`
  }
  if (name === '@scheme') return scheme(delivery)
  if (name === '@authority') return authority(delivery)
  if (name === '@target-uri') return scheme(delivery) && delivery.url?.replace(/#.*$/s, '')
  return undefined
}

function scheme({ url = '' }: Delivery): string | undefined {
  return SCHEME.exec(url)?.[1]?.toLowerCase()
}

/** Section 2.2.3: in lower case, and without the port that goes without saying. */
function authority(delivery: Delivery): string | undefined {
  const given = host(delivery)?.toLowerCase()
  const port = DEFAULT_PORTS[scheme(delivery) ?? '']
  return port !== undefined && given?.endsWith(port) ? given.slice(0, -port.length) : given
}

/** Section 2.2.8: decoded and encoded again, so that both sides write the same. */
function queryValues(raw: string | undefined): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(raw ?? '')) {
    const key = formEncode(name)
    const known = found.get(key)
    if (known === undefined) found.set(key, [value])
    else known.push(value)
  }
  return found
}

function formEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()~]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  })
}

function field(
  { headers }: Delivery,
  name: string,
  { parameters }: Item,
  apart: TakenApart,
): string | undefined {
  const values = headers.values(name)
  if (values.length === 0) return undefined
  const joined = values.join(', ')
  const [[parameter, value] = [], ...others] = [...parameters]
  if (parameter === undefined) return joined
  if (others.length > 0) return undefined
  if (parameter === 'key')
    return value?.kind === 'string' ? memberOf(apart.dictionary(joined), value.value) : undefined
  if (value?.kind !== 'boolean' || !value.value) return undefined
  if (parameter === 'sf')
    return DICTIONARIES.has(name) ? strictForm(apart.dictionary(joined)) : undefined
  if (parameter === 'bs')
    return values.map((one) => serializeBytes(encodeLatin1(one) ?? utf8(one))).join(', ')
  return undefined
}

type Members = ReadonlyMap<string, Member> | undefined

function memberOf(members: Members, key: string): string | undefined {
  const member = members?.get(key)
  if (member === undefined) return undefined
  return isInnerList(member) ? serializeMember(member) : serializeItem(member)
}

function strictForm(members: Members): string | undefined {
  return members === undefined ? undefined : serializeDictionary(members)
}
