/** Emits `src/index.ts`: what a consumer imports. */
import type { Catalog } from '../catalog/types.js'
import { BANNER } from '../print/banner.js'
import { render } from '../print/templates.js'
import type { OutputFile } from './types.js'

export function emitIndex(catalog: Catalog): readonly OutputFile[] {
  const strict = catalog.validation === 'strict'
  const content = render('glue/index.ts.hbs', {
    banner: BANNER,
    title: catalog.title,
    named: catalog.auth.named,
    schemes: catalog.auth.schemes.map(({ name, secrets, coverage }) => ({
      name,
      secrets,
      coverage,
    })),
    // A receiver that checks less than the types say hands over `unknown`.
    defaultMode: strict ? 'strict' : 'off',
    otherMode: strict ? 'off' : 'strict',
    defaultEvents: strict ? 'Events' : 'Unchecked',
    otherEvents: strict ? 'Unchecked' : 'Events',
  })
  return [{ path: 'src/index.ts', content }]
}
