/** Schemas made up together with a payload each, of which every value says whether it is marked. */
import fc from 'fast-check'

type Schema = Readonly<Record<string, unknown>>

export interface Specimen {
  readonly schema: Schema
  /** Texts are `secret` where the schema marks them and `public` elsewhere. */
  readonly payload: unknown
  readonly definitions: Readonly<Record<string, Schema>>
}

const MARKS: readonly Schema[] = [
  { 'x-sensitive': true },
  { type: 'string', writeOnly: true },
  { type: 'string', format: 'password' },
  { type: 'string', format: 'email' },
]

const leaf: fc.Arbitrary<Specimen> = fc.oneof(
  fc.constant({ schema: { type: 'string' }, payload: 'public', definitions: {} }),
  fc.constantFrom(...MARKS).map((schema) => ({ schema, payload: 'secret', definitions: {} })),
)

/** Whatever is inside, the mark covers it. */
function markWhole({ schema, payload, definitions }: Specimen): Specimen {
  const text = JSON.stringify(payload).replaceAll('public', 'secret')
  return { schema: { ...schema, 'x-sensitive': true }, payload: JSON.parse(text), definitions }
}

const DECOY = { type: 'object', properties: { never: { type: 'string' } } }

/** Other ways to say the same of the same place. */
const WRAPPERS: readonly ((inner: Schema) => Schema)[] = [
  (inner) => ({ allOf: [DECOY, inner] }),
  (inner) => ({ anyOf: [{ type: 'null' }, inner] }),
  (inner) => ({ oneOf: [inner, DECOY] }),
  (inner) =>
    Object.fromEntries([
      ['if', DECOY],
      ['then', inner],
    ]),
  (inner) => ({ if: DECOY, else: inner }),
  (inner) => ({ dependentSchemas: { kind: inner } }),
  (inner) => ({ not: { not: inner } }),
]

function merge(all: readonly Specimen[]): Specimen['definitions'] {
  return Object.assign({}, ...all.map(({ definitions }) => definitions))
}

const schemasOf = (members: Readonly<Record<string, Specimen>>) =>
  Object.fromEntries(Object.entries(members).map(([name, { schema }]) => [name, schema]))
const payloadsOf = (members: Readonly<Record<string, Specimen>>) =>
  Object.fromEntries(Object.entries(members).map(([name, { payload }]) => [name, payload]))

/** Objects whose members are found by name, by pattern or by being neither. */
function objectOf(inner: fc.Arbitrary<Specimen>): fc.Arbitrary<Specimen> {
  const named = fc.dictionary(fc.constantFrom('a', 'b/c', 'constructor', 'ü'), inner, {
    maxKeys: 3,
  })
  return fc
    .record({ named, matched: inner, other: inner, others: fc.boolean() })
    .map(({ named: members, matched, other, others }) => ({
      schema: {
        type: 'object',
        properties: schemasOf(members),
        patternProperties: { '^p_': matched.schema },
        [others ? 'additionalProperties' : 'unevaluatedProperties']: other.schema,
      },
      payload: {
        ...payloadsOf(members),
        p_1: matched.payload,
        p_2: matched.payload,
        else: other.payload,
      },
      definitions: merge([...Object.values(members), matched, other]),
    }))
}

function arrayOf(inner: fc.Arbitrary<Specimen>): fc.Arbitrary<Specimen> {
  return fc.tuple(fc.array(inner, { maxLength: 2 }), inner).map(([first, rest]) => ({
    schema: {
      type: 'array',
      ...(first.length > 0 ? { prefixItems: first.map(({ schema }) => schema) } : {}),
      items: rest.schema,
    },
    payload: [...first.map(({ payload }) => payload), rest.payload, rest.payload],
    definitions: merge([...first, rest]),
  }))
}

function wrapped(inner: fc.Arbitrary<Specimen>): fc.Arbitrary<Specimen> {
  const named = fc
    .tuple(inner, fc.noBias(fc.uuid()))
    .map(([{ schema, payload, definitions }, name]) => ({
      schema: { $ref: `#/$defs/${name}` },
      payload,
      definitions: { ...definitions, [name]: schema },
    }))
  const combined = fc.tuple(inner, fc.constantFrom(...WRAPPERS)).map(([specimen, wrap]) => ({
    ...specimen,
    schema: wrap(specimen.schema),
  }))
  return fc.oneof(named, combined)
}

function specimen(depth: number): fc.Arbitrary<Specimen> {
  if (depth === 0) return leaf
  const inner = specimen(depth - 1)
  return fc.oneof(
    { weight: 1, arbitrary: leaf },
    { weight: 1, arbitrary: inner.map(markWhole) },
    { weight: 4, arbitrary: objectOf(inner) },
    { weight: 2, arbitrary: arrayOf(inner) },
    { weight: 4, arbitrary: wrapped(inner) },
  )
}

/** The same ones for the same seed. */
export function specimens(count: number, seed: number): readonly Specimen[] {
  return fc.sample(objectOf(specimen(4)), { numRuns: count, seed })
}
