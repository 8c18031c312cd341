/** Prints how a test writes an event into a delivery: where the receiver reads it, backwards. */
import { Code } from '../auth/code.js'
import { printPlace } from '../auth/print-place.js'
import { leavesOf } from '../auth/rules/leaves.js'
import type { EventSource, Expr, ProofPlan } from '../auth/types.js'
import { signable, Unsignable } from '../auth/unsignable.js'
import { placeholders, readsBody, readsItem } from '../auth/uses.js'
import { json } from '../print/literals.js'

const MODULE = 'testing/payloads.js'
const WRITERS = { form: 'asForm', query: 'asQuery' } as const

/** Members of a `SigningRecipe`. */
export function printEventWriters(
  source: EventSource,
  proofs: readonly ProofPlan[],
  code: Code,
): readonly string[] {
  return [
    `writePayload: ${printPayload(source, code)}`,
    `writeType: ${printWriter(source.type, source, code)}`,
    `writeId: ${printWriter(idOf(source), source, code)}`,
    `isNameProven: ${isNameProven(source, proofs)}`,
    `isIdInBody: ${source.id !== undefined && readsBody(source.id) && !isEnveloped(source)}`,
  ]
}

/** Whether the name is known only when the proof holds, as a token may carry the event. */
function isNameProven({ type }: EventSource, proofs: readonly ProofPlan[]): boolean {
  const carries = proofs
    .flatMap((proof) => leavesOf(proof))
    .some((leaf) => leaf.kind === 'jwt' && leaf.unwrap !== undefined)
  return carries || placeholders(type).some(({ source }) => source === 'jwt')
}

/** What makes the id of a CloudEvent unique is behind that of its source. */
function idOf({ format, id }: EventSource): Expr | undefined {
  return format === 'cloudevents' ? id?.slice(-1) : id
}

/** Whether the event stands in something that the schemas do not describe, and that needs an id. */
function isEnveloped({ format, payload }: EventSource): boolean {
  return format === 'cloudevents' && payload !== ''
}

function printPayload({ format, from, batch, payload }: EventSource, code: Code): string {
  if (format === 'cloudevents') {
    return `${code.use('asCloudEvent', 'testing/cloud-event.js')}(${json(payload)})`
  }
  if (format === 'form' || format === 'query') return code.use(WRITERS[format], MODULE)
  const carrier = from === undefined ? undefined : placeOf(from, code)
  if (format === 'text') return `${code.use('asText', MODULE)}(${carrier ?? ''})`
  const rules = [
    `pointer: ${json(payload)}`,
    ...(batch === undefined ? [] : [`batch: ${json(batch)}`]),
    ...(carrier === undefined ? [] : [`carrier: ${carrier}`]),
    ...(from !== undefined && readsItem(from) ? ['isInElement: true'] : []),
  ]
  return `${code.use('asJson', MODULE)}({ ${rules.join(', ')} })`
}

/** Nothing where it cannot be written: the payload, or the test's own headers, may say it. */
function printWriter(expr: Expr | undefined, { from }: EventSource, code: Code): string {
  if (expr === undefined) return 'undefined'
  // An element of a text that is carried cannot be reached, as the body is not that text.
  if (from !== undefined && !readsItem(from) && readsItem(expr)) return 'undefined'
  if (expr.length > 1) return writeComposed(expr, code) ?? 'undefined'
  const place = placeOf(expr, code)
  if (place === undefined) return 'undefined'
  return `${code.use('unlessThere', 'testing/draft.js')}(${place})`
}

function writeComposed(expr: Expr, code: Code): string | undefined {
  const trial = new Code()
  const parts = signable(() => printParts(expr, trial))
  if (parts instanceof Unsignable) return undefined
  code.include(trial)
  return `${code.use('composed', 'testing/composed.js')}(${parts})`
}

/** @throws {Unsignable} */
function printParts(expr: Expr, code: Code): string {
  const parts = expr.map((part) => {
    if (part.kind === 'text') return json(part.value)
    return part.kind === 'optional' ? printParts(part.parts, code) : printPlace([part], code)
  })
  return `[${parts.join(', ')}]`
}

function placeOf(expr: Expr, code: Code): string | undefined {
  const trial = new Code()
  const place = signable(() => printPlace(expr, trial))
  if (place instanceof Unsignable) return undefined
  code.include(trial)
  return place
}
