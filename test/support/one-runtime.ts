/**
 * SDKs that tests load from their sources share one copy of the runtime. Each holds the same bytes, and
 * a run that transforms them again for each of five hundred SDKs spends more on that than on its tests.
 */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vitest/config'

const TEMPLATES = fileURLToPath(new URL('../../templates/runtime', import.meta.url))

const IN_AN_SDK = /\/src\/runtime\/(.+)\.js$/

/** Resolves `src/runtime/x.js` of an SDK to the template, where the two are the same text. */
export function oneRuntime(): Plugin {
  return {
    name: 'one-runtime',
    enforce: 'pre',
    resolveId(source, importer) {
      if (importer === undefined || !source.startsWith('.')) return null
      const path = join(dirname(importer), source)
      const inside = IN_AN_SDK.exec(path)?.[1]
      if (inside === undefined) return null
      const template = join(TEMPLATES, `${inside}.ts`)
      const copy = path.replace(/\.js$/, '.ts')
      return isSame(copy, template) ? template : null
    },
  }
}

function isSame(copy: string, template: string): boolean {
  try {
    return readFileSync(copy).equals(readFileSync(template))
  } catch {
    return false
  }
}
