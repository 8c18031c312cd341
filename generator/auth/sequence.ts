/** Plans `events.sequence`: what orders events, and among which of them. */
import { isObject, type JsonObject } from '../schema/types.js'
import { coverageOf } from './compile.js'
import { reportItem } from './event-rules.js'
import { member, object, string } from './read.js'
import { type Habit, readingExpr, textExpr } from './reading.js'
import type { Spot } from './spot.js'
import type { AuthPlan, EventSource, Expr } from './types.js'

export interface SequencePlan {
  readonly value: Expr
  /** How two values compare. */
  readonly as: 'number' | 'time' | 'text'
  /** What the event is about; events about different things are in no order. */
  readonly key: Expr | undefined
}

/** Mistakes are reported where they stand. */
export function planSequence(
  config: JsonObject,
  source: EventSource,
  spot: Spot,
): SequencePlan | undefined {
  const given = member(object(member(config, 'events')), 'sequence')
  if (given === undefined) return undefined
  const place = spot.at('events', 'sequence')
  const node = isObject(given) ? given : { value: given }
  const parse = (name: string): Expr | undefined => {
    const text = string(member(node, name))
    const at = isObject(given) ? place.at(name) : place
    const habit: Habit = source.batch === undefined ? 'json' : 'item'
    // Where nothing tells apart what events are about, all of them are in one order.
    const read = name === 'key' ? textExpr : readingExpr
    const expr = text === undefined ? undefined : read(text, at, 'event', habit)
    if (expr !== undefined && source.batch === undefined) reportItem(expr, at)
    return expr
  }
  return { value: parse('value') ?? [], as: orderOf(string(member(node, 'as'))), key: parse('key') }
}

function orderOf(given: string | undefined): SequencePlan['as'] {
  return given === 'time' || given === 'text' ? given : 'number'
}

/** Warns where whoever repeats a delivery could make it look newer than what followed it. */
export function reportSequence(
  auth: AuthPlan,
  {
    sequence,
    source,
  }: { readonly sequence: SequencePlan | undefined; readonly source: EventSource },
  spot: Spot,
): void {
  if (sequence === undefined) return
  const parts = { value: sequence.value, key: sequence.key }
  for (const { name, proof, unsigned } of auth.schemes) {
    for (const [part, expr] of Object.entries(parts)) {
      if (unsigned || expr === undefined) continue
      if (coverageOf(proof, { ...source, id: expr }).id) continue
      const message = `the proof${auth.named ? ` "${name}"` : ''} does not cover the ${part} that orders events`
      spot.at('events', 'sequence').warning('WARN_SEQUENCE', message)
    }
  }
}
