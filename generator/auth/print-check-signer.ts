/** Prints how a value is written that a check asks for. */
import { json } from '../print/literals.js'
import { printLambda, printText } from './print-expr.js'
import { placeName, printPlace } from './print-place.js'
import { samplePattern } from './sample-pattern.js'
import type { SignerPrinter } from './signer-printer.js'
import type { CheckRule, Expr } from './types.js'
import { Unsignable } from './unsignable.js'
import { readsBody } from './uses.js'

/** TypeScript expressions of type `Signer`: none where the rest of the proof sees to it. */
export function printCheckSigner(rule: CheckRule, printer: SignerPrinter): readonly string[] {
  const { value, test } = rule
  if (test.kind === 'absent') return []
  if (test.kind === 'oneOf') return [printEquals(value, test.of, printer)]
  const place = placeName(value)
  if (place !== undefined && printer.written.has(place)) return []
  const sample = test.kind === 'present' ? 'x' : samplePattern(test.pattern)
  const printed = printer.attempt(({ code }) => {
    return `${code.use('signSample', 'testing/signers.js')}(${printPlace(value, code)}, ${json(sample)})`
  })
  if (!(printed instanceof Unsignable)) return [printed]
  // What the body as a whole has to be is for the payload to say.
  if (readsBody(value)) return []
  throw printed
}

function printEquals(value: Expr, of: readonly Expr[], printer: SignerPrinter): string {
  const [wanted = []] = of
  const printed = printer.attempt((trial) => printValue(value, wanted, trial))
  if (!(printed instanceof Unsignable)) return printed
  const swapped = printer.attempt((trial) => printValue(wanted, value, trial))
  if (swapped instanceof Unsignable) throw printed
  return swapped
}

function printValue(place: Expr, wanted: Expr, { code }: SignerPrinter): string {
  const text = printLambda(['d', 'c'], printText(wanted, code))
  return `${code.use('signValue', 'testing/signers.js')}(${text}, ${printPlace(place, code)})`
}
