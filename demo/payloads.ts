/** The examples in CentrePoint's schemas, as typed payloads. */
import { readFileSync } from 'node:fs'
import { type EventName, type Events, schemas } from '../generated/centrepoint/src/index.js'

const FOLDER = new URL('../schemas/centrepoint/events/', import.meta.url)

/** The first example of an event; validating it is what makes it typed. */
export async function exampleOf<N extends EventName>(name: N): Promise<Events[N]> {
  const schema: { readonly examples: readonly unknown[] } = JSON.parse(
    readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'),
  )
  const result = await schemas[name]['~standard'].validate(schema.examples[0])
  if (result.issues !== undefined) throw new Error(`the example of ${name} breaks its schema`)
  return result.value
}
