/** Turns Ajv's function into one of ours: the fast yes-or-no, or the slow why. */
import { GeneratorBug } from '../../errors.js'
import type { AjvFunction } from './compile-unit.js'
import { type ErrorSite, replaceErrorSites } from './error-sites.js'
import { boundLoops } from './loops.js'
import { stringAt } from './masked-code.js'
import { unrollRequired } from './required-loops.js'
import { isTentative } from './tentative.js'
import type { FunctionBody } from './types.js'

const HEADER =
  /^function self\(data, \{instancePath="\d+", parentData, parentDataProperty, rootData=data\}=\{\}\)\{/
const CALL = /const (verdict\d+) = (unit\d+)\(([^,\n]+), ([^\n]+)\);\nif\(!\(passed\(\1\)\)\)\{/g
const REFUSED = /refused\((verdict\d+), (true|false)\);/g
const RESET =
  /if\(vErrors !== null\)\{\nif\((_errs\d+)\)\{\nvErrors\.length = \1;\n\}\nelse \{\nvErrors = null;\n\}\n\}\n/g
const RESULT = /self\.errors = (?:vErrors|null);\n/g
const END = /return (errors === 0|true);/g

const LEFT_OVER =
  /(?<![.\w$])(?:require|passed|refused|(?:schema|validate|wrapper|root|func|formats|pattern)\d+|(?:self|unit\d+)\.errors)\b/

/** Keywords whose message needs no facts. */
const PLAIN: ReadonlySet<string> = new Set([
  'anyOf',
  'const',
  'enum',
  'false schema',
  'not',
  'oneOf',
])

/** No error is built, and the first rule that is broken for good ends the function. */
export function toCheck(compiled: AjvFunction): FunctionBody {
  const strings = [...compiled.strings]
  const text = replaceErrorSites(compiled.text, (site) =>
    site === undefined || isTentative(compiled.schema, stringAt(compiled.strings, site.schemaPath))
      ? 'errors++;'
      : 'return false;',
  )
    .replace(HEADER, 'function self(data){')
    .replace(CALL, 'if(!$2($3)){')
    .replace(REFUSED, (_, __, tentative) => (tentative === 'true' ? 'errors++;' : 'return false;'))
    .replace(RESET, '')
    .replace('let vErrors = null;\n', '')
    .replace(RESULT, '')
  const unrolled = unrollRequired(text, compiled.constants, strings)
  const foreign = /(?<![.\w$])(?:vErrors|instancePath)\b/
  return finish({ ...compiled, strings }, dropIdleCounter(unrolled), foreign)
}

/** Broken rules are collected with their places, and returned; `null` where there is none. */
export function toExplain(compiled: AjvFunction): FunctionBody {
  const text = replaceErrorSites(boundLoops(compiled), (site) =>
    site === undefined
      ? 'vErrors = failed(vErrors);\nerrors++;'
      : `vErrors = failed(${factsOf(site, compiled.strings)});\nerrors++;`,
  )
    .replace(HEADER, 'function self(data, instancePath){')
    .replace(CALL, 'const $1 = $2($3, $4);\nif($1 !== null){')
    .replace(REFUSED, 'vErrors = joined(vErrors, $1);\nerrors = vErrors.length;')
    .replace(RESULT, '')
    .replace(END, (_, result) => (result === 'true' ? 'return null;' : 'return vErrors;'))
    .replace(/(?<![.\w$])instancePath\b/g, 'path')
    .replace(/(?<![.\w$])vErrors\b/g, 'failures')
  return finish(compiled, text, /(?<![.\w$])(?:schemaPath|return false)\b/)
}

function factsOf({ instancePath, keyword, params }: ErrorSite, strings: readonly string[]): string {
  const facts = ['vErrors', instancePath, keyword]
  return (PLAIN.has(stringAt(strings, keyword)) ? facts : [...facts, params]).join(', ')
}

/** Where every broken rule ends the function, there is nothing to count. */
function dropIdleCounter(text: string): string {
  if (text.includes('errors++;')) return text
  const counted = text.replace(/return errors === 0;/g, 'return true;')
  return /\berrors\b/.test(counted.replace('let errors = 0;\n', ''))
    ? counted
    : counted.replace('let errors = 0;\n', '')
}

/** @throws {GeneratorBug} where something of Ajv's is left that the module will not have */
function finish(compiled: AjvFunction, text: string, foreign: RegExp): FunctionBody {
  const found = LEFT_OVER.exec(text) ?? foreign.exec(text)
  if (found !== null) {
    throw new GeneratorBug(`the validator of ${compiled.unit.name} still says ${found[0]}`)
  }
  const { strings, calls, constants } = compiled
  return { text, strings, calls, constants }
}
