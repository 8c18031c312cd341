/** Finds the places in Ajv's code that report an error, and puts other code in their stead. */
import { GeneratorBug } from '../../errors.js'
import { closingBracket, splitAtCommas } from './masked-code.js'

/** One `const err0 = {…}` with what follows it; members are masked code. */
export interface ErrorSite {
  readonly instancePath: string
  readonly schemaPath: string
  readonly keyword: string
  readonly params: string
}

const BEGIN = /const (err\d+) = (?=\{)/g
const PUSH =
  /^;\s*if\(vErrors === null\)\{\s*vErrors = \[(err\d+)\];\s*\}\s*else \{\s*vErrors\.push\(\1\);\s*\}\s*errors\+\+;/

/** Replaces each site. Where a failure is only a test, as inside `not`, the site has no facts. */
export function replaceErrorSites(
  text: string,
  print: (site: ErrorSite | undefined) => string,
): string {
  const pieces: string[] = []
  let done = 0
  BEGIN.lastIndex = 0
  for (let match = BEGIN.exec(text); match !== null; match = BEGIN.exec(text)) {
    const open = BEGIN.lastIndex
    const close = closingBracket(text, open)
    const push = PUSH.exec(text.slice(close + 1, close + 1 + MAX_PUSH_LENGTH))
    if (push?.[1] !== match[1]) throw new GeneratorBug('a validator reports an error in a new way')
    pieces.push(text.slice(done, match.index), print(readSite(text.slice(open + 1, close))))
    done = close + 1 + (push?.[0].length ?? 0)
    BEGIN.lastIndex = done
  }
  return pieces.join('') + text.slice(done)
}

const MAX_PUSH_LENGTH = 200

function readSite(members: string): ErrorSite | undefined {
  if (members === '') return undefined
  const values = new Map(
    splitAtCommas(members).map((member): [string, string] => {
      const colon = member.indexOf(':')
      return colon === -1
        ? [member, member]
        : [member.slice(0, colon).trim(), member.slice(colon + 1).trim()]
    }),
  )
  const read = (name: string): string => {
    const value = values.get(name)
    if (value === undefined) throw new GeneratorBug(`an error of a validator has no ${name}`)
    return value
  }
  return {
    instancePath: read('instancePath'),
    schemaPath: read('schemaPath'),
    keyword: read('keyword'),
    params: read('params'),
  }
}
