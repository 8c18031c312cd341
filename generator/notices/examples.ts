/** Runs the examples of the input through the config: which of them an SDK would not know, and why. */
import type { Expr } from '../auth/types.js'
import { type TypeForm, typeForm } from '../catalog/type-form.js'
import { type Example, type LoadedSchemas, placeKey, type SchemaPlace } from '../load/types.js'
import { joinPointer, valueAt } from '../schema/pointer.js'
import type { JsonValue } from '../schema/types.js'
import { isOwn, type Noticing, type Reads, readsOf, shown } from './events.js'
import { type Path, textOf } from './look.js'

const CODE = 'WARN_EXAMPLE_UNHANDLED'

/** One warning for each reason and schema, at the first example that it holds for. */
export function noticeExamples(all: Noticing, loaded: LoadedSchemas): void {
  const seen = new Set<string>()
  for (const { origin } of all.catalog.events) {
    const examples = examplesOf(origin, loaded)
    const key = placeKey(origin)
    if (examples.length === 0 || seen.has(key)) continue
    seen.add(key)
    for (const [reason, [first, ...more]] of reasonsOf(examples, all)) {
      const which =
        examples.length === 1 ? 'the example' : `${more.length + 1} of ${examples.length} examples`
      const { document, pointer } = first
      const place = { file: document.shown, pointer: `#${pointer}`, ...document.locate(pointer) }
      const hint = 'correct the config, or the example'
      all.diagnostics.warning(
        CODE,
        `${which} of this schema would not be handled: ${reason}`,
        place,
        hint,
      )
    }
  }
}

/** The examples of a schema, or of what it refers to. */
function examplesOf(
  start: SchemaPlace,
  { examples, references }: LoadedSchemas,
): readonly Example[] {
  const seen = new Set<string>()
  let place: SchemaPlace | undefined = start
  while (place !== undefined && !seen.has(placeKey(place))) {
    const key: string = placeKey(place)
    const found = examples?.get(key)
    if (found !== undefined) return found
    seen.add(key)
    place = references.get(key)
  }
  return []
}

/** The reasons, and the examples that each holds for. */
function reasonsOf(
  examples: readonly Example[],
  all: Noticing,
): ReadonlyMap<string, readonly [Example, ...Example[]]> {
  const reasons = new Map<string, [Example, ...Example[]]>()
  for (const example of examples) {
    for (const reason of problemsOf(example.value, all)) {
      const others = reasons.get(reason)
      if (others === undefined) reasons.set(reason, [example])
      else others.push(example)
    }
  }
  return reasons
}

function problemsOf(value: JsonValue, all: Noticing): readonly string[] {
  const { source } = all.catalog
  const problems: string[] = []
  const type = typeOf(typeForm(source), value)
  const where = shown(placesOf(readsOf(source.type, all)))
  if (type === undefined) problems.push(`"events.type" reads nothing at ${where}`)
  else if (type !== OTHER && !all.events.some(({ name }) => name === type)) {
    problems.push(`it is the event ${JSON.stringify(type)}, and no schema is called so`)
  }
  const parts: readonly (readonly [key: string, expr: Expr | undefined])[] = [
    ['id', source.id],
    ['account', source.account],
  ]
  for (const [key, expr] of parts) {
    if (expr === undefined || !isOwn(all, 'events', key)) continue
    const reads = readsOf(expr, all)
    if (isAbsent(value, reads))
      problems.push(`"events.${key}" reads nothing at ${shown(placesOf(reads))}`)
  }
  return problems
}

/** Part of the name stands where no example reaches, such as a header. */
const OTHER = Symbol('other')

function typeOf(parts: TypeForm<string>, value: JsonValue): string | undefined | typeof OTHER {
  let text = ''
  let isOther = false
  for (const part of parts) {
    if (part.kind === 'text') text += part.value
    else if (part.kind === 'other') isOther = true
    else {
      const inner = part.kind === 'place' ? textAt(value, part.path) : typeOf(part.parts, value)
      if (inner === OTHER) isOther = true
      else if (inner !== undefined) text += inner
      else if (part.kind === 'place') return undefined
    }
  }
  if (isOther) return OTHER
  return text === '' ? undefined : text
}

function isAbsent(value: JsonValue, { must, may }: Reads): boolean {
  if (must.some((path) => textAt(value, path) === undefined)) return true
  return may.length > 0 && may.every((path) => textAt(value, path) === undefined)
}

function textAt(value: JsonValue, path: Path): string | undefined {
  return textOf(valueAt(value, joinPointer('', ...path)))
}

function placesOf({ must, may }: Reads): readonly Path[] {
  return [...must, ...may]
}
