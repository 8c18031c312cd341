/** Prints a validator module for either module system. */
import { BANNER } from '../../print/banner.js'
import type { ValidatorModule } from './types.js'

/** As an ES module. */
export function printEsm({ imports, body, exports }: ValidatorModule): string {
  const lines = imports.map(({ from, names }) => `import { ${names.join(', ')} } from '${from}'`)
  return [BANNER, ...lines, body, `export { ${exports.join(', ')} }`, ''].join('\n')
}

/** As a CommonJS module, whose own imports end in `.cjs`. */
export function printCjs({ imports, body, exports }: ValidatorModule): string {
  const lines = imports.map(
    ({ from, names }) =>
      `const { ${names.join(', ')} } = require('${from.replace(/\.js$/, '.cjs')}')`,
  )
  const assignments = exports.map((name) => `exports.${name} = ${name}`)
  const marker = "Object.defineProperty(exports, '__esModule', { value: true })"
  return [BANNER, "'use strict'", marker, ...lines, body, ...assignments, ''].join('\n')
}
