/** Parses the parts of `{ "type": "jwt" }` that are neither its key nor its token. */
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import { isShared, JWS_ALGORITHMS } from './jws-algorithms.js'
import { expressions } from './pick.js'
import { list, member, object, string } from './read.js'
import { textExpr } from './reading.js'
import type { Spot } from './spot.js'
import type { ClaimPlan } from './types.js'

export function parseAlgorithms(node: JsonObject, spot: Spot): readonly string[] {
  const names = list(member(node, 'algs')).flatMap((name) => string(name) ?? [])
  for (const [index, name] of names.entries()) {
    if (JWS_ALGORITHMS.has(name)) continue
    const message = `unknown algorithm ${JSON.stringify(name)}`
    const hint = `the algorithms of tokens are ${[...JWS_ALGORITHMS.keys()].join(', ')}`
    spot.at('algs', index).error('ERR_ALGORITHM', message, hint)
  }
  const known = names.filter((name) => JWS_ALGORITHMS.has(name))
  if (known.some(isShared) && !known.every(isShared)) {
    const message = 'algorithms with a shared secret and with a public key cannot have one key'
    const hint =
      'whoever knows the public key could sign: keep HS* and the others apart by "switch"'
    spot.at('algs').error('ERR_ALGORITHM', message, hint)
  }
  return [...new Set(known)]
}

export function parseClaims(node: JsonObject, spot: Spot): readonly ClaimPlan[] {
  return Object.entries(node).map(([pointer, value]) => {
    const place = spot.at(pointer)
    if (!isObject(value)) return { pointer, wanted: [textExpr(text(value), place, 'token')] }
    const absent = member(value, 'absentWhenEmptyBody')
    if (absent !== undefined) {
      const expr = textExpr(text(absent), place.at('absentWhenEmptyBody'), 'token')
      return { pointer, wanted: [expr], absentWhenEmptyBody: true }
    }
    return { pointer, wanted: expressions(member(value, 'oneOf'), place.at('oneOf'), 'token') }
  })
}

function text(value: JsonValue | undefined): string {
  return string(value) ?? ''
}

/**
 * The node with `{var:NAME}` in its strings spelled out as the header field that it stands for:
 * `headerVars` is a short form of `{jose:/field}`.
 */
export function spellOut(value: JsonValue, names: JsonValue | undefined, spot: Spot): JsonValue {
  const fields = object(names)
  const walk = (node: JsonValue): JsonValue => {
    if (typeof node === 'string') return replaceVariables(node, fields, spot)
    if (Array.isArray(node)) return node.map(walk)
    if (!isObject(node)) return node
    return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, walk(item)]))
  }
  return walk(value)
}

/** `{{` is a literal brace, and what follows it is none of ours. */
function replaceVariables(source: string, fields: JsonObject, spot: Spot): string {
  return source.replace(/\{\{|\{var:([^|}]*)(?=[|}])/g, (whole: string, name?: string) => {
    if (name === undefined) return whole
    const field = string(member(fields, name))
    if (field !== undefined) return `{jose:/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`
    spot.error('ERR_EXPR', `unknown variable "${name}"`, 'name it in "headerVars"')
    return '{jose:/alg'
  })
}
