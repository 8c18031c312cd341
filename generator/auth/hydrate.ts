/** Parses `hydrate`: where what an event is about is fetched, and which schema it has. */
import { isObject, type JsonObject } from '../schema/types.js'
import { reportItem } from './event-rules.js'
import type { OutboundPlan } from './handshake-types.js'
import { outboundExpressions, parseOutbound } from './outbound.js'
import { member, number, object, string } from './read.js'
import { reader } from './reply.js'
import type { Spot } from './spot.js'
import type { EventSource } from './types.js'

export interface HydratePlan {
  readonly request: OutboundPlan
  /** File of the schema, for all events or by their wire names. */
  readonly schema: string | ReadonlyMap<string, string>
  readonly seconds: number | undefined
  readonly bytes: number | undefined
}

/** Mistakes are reported where they stand. */
export function planHydrate(
  config: JsonObject,
  { batch }: EventSource,
  spot: Spot,
): HydratePlan | undefined {
  const node = member(config, 'hydrate')
  if (!isObject(node)) return undefined
  const limits = object(member(node, 'limits'))
  const given = (key: string) => {
    const limit = number(member(limits, key), Number.NaN)
    return Number.isNaN(limit) ? undefined : limit
  }
  const request = parseOutbound(node, spot.at('hydrate'), reader('event'))
  if (batch === undefined) reportItem(outboundExpressions(request).flat(), spot.at('hydrate'))
  return {
    request,
    schema: schemaOf(node),
    seconds: given('seconds'),
    bytes: given('bytes'),
  }
}

/** The schema files that `hydrate` names, as loading needs them: relative to the folder. */
export function resourceFiles(config: JsonObject): readonly string[] {
  const node = member(config, 'hydrate')
  if (!isObject(node)) return []
  const schema = schemaOf(node)
  return typeof schema === 'string' ? [schema] : [...new Set(schema.values())]
}

function schemaOf(node: JsonObject): HydratePlan['schema'] {
  const schema = member(node, 'schema')
  if (!isObject(schema)) return withoutDot(string(schema) ?? '')
  return new Map(
    Object.entries(schema).map(([event, file]) => [event, withoutDot(string(file) ?? '')]),
  )
}

function withoutDot(path: string): string {
  return path.replace(/^(?:\.\/)+/, '')
}
