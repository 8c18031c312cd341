/** Makes the Ajv that a draft needs, and loads no other: each class costs tens of milliseconds. */
import { createRequire } from 'node:module'
import type { Ajv as AnyAjv, Options } from 'ajv'
import type { Draft } from './types.js'

export async function createAjv(draft: Draft, options: Options): Promise<AnyAjv> {
  switch (draft) {
    case '04': {
      const { default: Ajv } = await import('ajv-draft-04')
      return new Ajv.default(options)
    }
    case '06': {
      const { Ajv } = await import('ajv')
      const require = createRequire(import.meta.url)
      return new Ajv(options).addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json'))
    }
    case '07': {
      const { Ajv } = await import('ajv')
      return new Ajv(options)
    }
    case '2019-09': {
      const { Ajv2019 } = await import('ajv/dist/2019.js')
      return new Ajv2019(options)
    }
    case '2020-12': {
      const { Ajv2020 } = await import('ajv/dist/2020.js')
      return new Ajv2020(options)
    }
  }
}
