/** Finds schemas that occur more than once and makes units of them, so that each compiles once. */
import { createHash } from 'node:crypto'
import { type Draft, isObject, type JsonSchema } from '../../schema/types.js'
import { mapSubschemas } from '../../schema/walk.js'
import { CALL } from './keywords.js'
import type { Unit } from './types.js'

/** Below this many characters of JSON a call costs more than the code it saves. */
const MIN_SIZE = 60
/** A shorter list stays in place: it may be what tells the branches of a `oneOf` apart. */
const MIN_ENUM = 20
const STRUCTURES = ['properties', 'oneOf', 'anyOf', 'allOf', 'items', 'patternProperties'] as const
const NAME_LENGTH = 8

/** A schema by its content: equal schemas of one draft have one shape. */
interface Shape {
  /** SHA-256 of the content, with that of the inner schemas. */
  readonly hash: string
  readonly schema: JsonSchema
  uses: number
}

/** The units, and after them one for each part that they have in common. */
export function shareParts(units: readonly Unit[]): readonly Unit[] {
  const shapes = new ShapeTable()
  const owners = new Map<Shape, Unit>()
  for (const unit of units) {
    const shape = shapes.of(unit.schema, unit.draft)
    shape.uses++
    if (!owners.has(shape)) owners.set(shape, unit)
  }
  const parts = new PartTable(shapes, owners, new Set(units.map((unit) => unit.name)))
  const shared = units.map((unit) => parts.rewrite(unit))
  return [...shared, ...parts.list()]
}

class ShapeTable {
  readonly #shapes = new Map<string, Shape>()
  readonly #known = new Map<JsonSchema, Shape>()

  /** The shape of a schema. An inner schema counts as used once for each shape that holds it. */
  of(schema: JsonSchema, draft: Draft): Shape {
    const known = isObject(schema) ? this.#known.get(schema) : undefined
    if (known !== undefined) return known
    const inner: Shape[] = []
    const outline = mapSubschemas(schema, draft, (child) => {
      const shape = this.of(child, draft)
      inner.push(shape)
      return { hash: shape.hash }
    })
    const key = `${draft === '06' ? '07' : draft}${orderedJson(outline)}`
    const shape = this.#shapes.get(key) ?? this.#add(key, schema)
    if (shape.schema === schema) for (const child of inner) child.uses++
    if (isObject(schema)) this.#known.set(schema, shape)
    return shape
  }

  #add(key: string, schema: JsonSchema): Shape {
    const hash = createHash('sha256').update(key).digest('hex')
    const shape = { hash, schema, uses: 0 }
    this.#shapes.set(key, shape)
    return shape
  }
}

class PartTable {
  readonly #shapes: ShapeTable
  readonly #owners: ReadonlyMap<Shape, Unit>
  readonly #taken: Set<string>
  readonly #parts = new Map<Shape, { name: string; unit: Unit | undefined }>()

  constructor(shapes: ShapeTable, owners: ReadonlyMap<Shape, Unit>, taken: Set<string>) {
    this.#shapes = shapes
    this.#owners = owners
    this.#taken = taken
  }

  /** The unit with calls in place of what it shares; an equal unit calls the first one. */
  rewrite(unit: Unit): Unit {
    const owner = this.#owners.get(this.#shapes.of(unit.schema, unit.draft))
    if (owner !== undefined && owner !== unit && isObject(unit.schema)) {
      return { ...unit, schema: { [CALL]: owner.name } }
    }
    return { ...unit, schema: this.#inside(unit.schema, unit.draft) }
  }

  list(): readonly Unit[] {
    return [...this.#parts.values()].flatMap(({ unit }) => unit ?? [])
  }

  #inside(schema: JsonSchema, draft: Draft): JsonSchema {
    return mapSubschemas(schema, draft, (child) => {
      const shape = this.#shapes.of(child, draft)
      const owner = this.#owners.get(shape)
      if (owner !== undefined && isWorthACall(shape)) return { [CALL]: owner.name }
      if (shape.uses < 2 || !isWorthACall(shape)) return this.#inside(child, draft)
      return { [CALL]: this.#part(shape, draft) }
    })
  }

  #part(shape: Shape, draft: Draft): string {
    const known = this.#parts.get(shape)
    if (known !== undefined) return known.name
    const name = this.#allocate(shape.hash)
    const part: { name: string; unit: Unit | undefined } = { name, unit: undefined }
    this.#parts.set(shape, part)
    const schema = this.#inside(shape.schema, draft)
    part.unit = {
      name,
      stem: name.toLowerCase(),
      draft,
      schema,
      origin: undefined,
    }
    return name
  }

  #allocate(hash: string): string {
    let length = NAME_LENGTH
    while (this.#taken.has(`Part${hash.slice(0, length)}`)) length++
    const name = `Part${hash.slice(0, length)}`
    this.#taken.add(name)
    return name
  }
}

/** JSON with the keywords in one order; that of properties says nothing either, but is kept. */
function orderedJson(schema: JsonSchema): string {
  if (!isObject(schema)) return JSON.stringify(schema)
  return JSON.stringify(Object.entries(schema).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function isWorthACall({ schema }: Shape): boolean {
  if (!isObject(schema)) return false
  if (Object.keys(schema).length === 1 && schema[CALL] !== undefined) return false
  const { enum: values } = schema
  const hasStructure =
    STRUCTURES.some((keyword) => schema[keyword] !== undefined) ||
    (Array.isArray(values) && values.length > MIN_ENUM)
  return hasStructure && JSON.stringify(schema).length >= MIN_SIZE
}
