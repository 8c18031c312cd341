/** Emits `src/testing.ts`: signs deliveries, so that consumers can test their handlers. */
import { Code } from '../auth/code.js'
import { printSigners } from '../auth/print-signer.js'
import type { Expr } from '../auth/types.js'
import { printExprWriter } from '../auth/write.js'
import type { Catalog } from '../catalog/types.js'
import { BANNER } from '../print/banner.js'
import { json, propertyKey } from '../print/literals.js'
import type { OutputFile } from './types.js'

export function emitTesting(catalog: Catalog): readonly OutputFile[] {
  const code = new Code()
  const { source } = catalog
  const signers = catalog.auth.schemes.map(({ name, proof }) => {
    // A proof that turns out not to be makeable has asked for imports on the way.
    const trial = new Code()
    const steps = printSigners(proof, trial)
    if (steps !== undefined) code.include(trial)
    return `${propertyKey(name)}: ${steps === undefined ? 'undefined' : `[${steps.join(', ')}]`}`
  })
  const members = [
    `writeType: ${printWrite(source.type, code)}`,
    `writeId: ${printWrite(source.id, code)}`,
    `payload: ${json(source.payload)}`,
    `signers: {\n${signers.join(',\n')}\n}`,
  ]
  const recipe = code.useType('SigningRecipe', 'testing/sign.js')
  const options = code.useType('SignOptions', 'testing/sign.js')
  const signWith = code.use('signWith', 'testing/sign.js')
  const content = `${BANNER}
/** Builds signed deliveries, for tests. */
import type { EventName, Events } from './events.js'
import { provider } from './provider.js'
${code.imports()}

export type { ${options} }

const recipe: ${recipe} = {
${members.join(',\n')}
}

/**
 * A delivery of an event, signed as the provider signs it.
 *
 * @throws {TypeError} where the scheme's proof cannot be made from secrets alone
 */
export function sign<N extends EventName>(
  name: N,
  payload: Events[N],
  options: ${options},
): Promise<Request> {
  return ${signWith}(provider, recipe, { name, payload }, options)
}
`
  return [{ path: 'src/testing.ts', content }]
}

/** Only a header or a parameter is written; in the body the payload speaks for itself. */
function printWrite(expr: Expr | undefined, code: Code): string {
  if (expr === undefined) return 'undefined'
  const [part] = expr
  if (part?.kind === 'placeholder' && part.filters.length > 0) return 'undefined'
  return printExprWriter(expr, '', code)?.write ?? 'undefined'
}
