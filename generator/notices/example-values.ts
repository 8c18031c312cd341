/** Reports examples that do not match the schema that they are examples of. */
import { expandInheritance } from '../catalog/inheritance.js'
import { loadingOf } from '../catalog/narrow.js'
import { draftOf } from '../catalog/places.js'
import type { Catalog } from '../catalog/types.js'
import type { Diagnostics } from '../diagnostics.js'
import { ExampleCheckers } from '../load/example-checkers.js'
import type { LoadedSchemas } from '../load/types.js'
import { closedSchema } from './closed-schema.js'

/**
 * Holds the examples to their schemas as an SDK reads these: with what discriminators say, and
 * without the demand for what is only written. Otherwise strictly, as documents should be right.
 */
export async function checkExamples(
  given: LoadedSchemas,
  validation: Catalog['validation'],
  diagnostics: Diagnostics,
): Promise<void> {
  // Most input has none, and reading the schemas as an SDK does is work.
  if (diagnostics.failed || given.examples === undefined || given.examples.size === 0) return
  const loading = loadingOf(given)
  expandInheritance(loading)
  const { loaded, choices } = loading
  const checkers = new ExampleCheckers()
  for (const [key, examples] of given.examples) {
    const [first] = examples
    if (first === undefined) continue
    // A schema that others extend is read as the choice between them.
    const place = choices.get(key) ?? first.of
    const schema = closedSchema(place, loaded, validation === 'strict')
    if (schema === undefined) continue
    const check = await checkers.for(schema, draftOf(loaded, place))
    for (const { document, pointer, value } of examples) {
      const problem = check(value)
      if (problem === undefined) continue
      const message = `the example does not match its schema: ${problem}`
      const hint = 'a delivery like it is refused; correct the example, or the schema'
      const where = { file: document.shown, pointer: `#${pointer}`, ...document.locate(pointer) }
      diagnostics.warning('WARN_EXAMPLE_INVALID', message, where, hint)
    }
  }
}
