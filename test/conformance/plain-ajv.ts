/** Ajv as it comes out of the box: what emitted validators must not be worse than. */
import { Ajv, type Options } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import Ajv04 from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import type { Draft, JsonSchema, JsonValue } from '../../generator/schema/types.js'

const CLASSES = {
  '04': Ajv04.default,
  '06': Ajv,
  '07': Ajv,
  '2019-09': Ajv2019,
  '2020-12': Ajv2020,
}

const OPTIONS: Options = { strict: false, logger: false, validateSchema: false }

/** The verdict on each value; `undefined` where Ajv throws. */
export function plainAjv(
  schema: JsonSchema,
  draft: Draft,
  remotes: ReadonlyMap<string, JsonSchema>,
): (data: JsonValue) => boolean | undefined {
  const ajv = new CLASSES[draft](OPTIONS)
  addFormats.default(ajv)
  try {
    for (const [uri, remote] of remotes) ajv.addSchema(remote, uri)
    const validate = ajv.compile(schema)
    return (data) => attempt(() => validate(data))
  } catch {
    return () => undefined
  }
}

function attempt(run: () => boolean): boolean | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
