/** Prints how a message signature (RFC 9421) is made, for the SDK's `/testing`. */
import { json } from '../print/literals.js'
import { planFilling, printState } from './print-fill.js'
import { pairType, printMaker } from './print-maker.js'
import type { SignerPrinter } from './signer-printer.js'
import { NAMED_BY_ITSELF, planNaming, printNeed } from './signing-key.js'
import type { HttpSigPlan } from './types.js'

/** What is covered where the provider demands nothing. */
const USUAL = ['"@method"', '"@target-uri"']
const DIGEST = '"content-digest"'

export function printMessageSigner(plan: HttpSigPlan, printer: SignerPrinter): string {
  const { code } = printer
  const { algorithms, digest, expires, key, label = 'sig1', tag } = plan
  const demanded = plan.require.length === 0 ? USUAL : plan.require
  const covers = new Set([...demanded, ...(digest ? [DIGEST] : [])])
  const [, first = ''] = algorithms[0] ?? []
  printer.need(printNeed(key, pairType(first, key), code))
  const makers = algorithms.map(
    ([registered, own]) => `[${json(registered)}, ${printMaker(own, key, code)}]`,
  )
  const naming =
    key?.kind === 'secret' || key?.kind === 'jwks' ? NAMED_BY_ITSELF : planNaming(key, code)
  const filling = planFilling(naming.read, naming.places, code)
  const members = [
    `label: ${json(label)}`,
    ...(tag === undefined ? [] : [`tag: ${json(tag)}`]),
    `algorithms: [${makers.join(', ')}]`,
    `covers: ${json([...covers])}`,
    `expires: ${expires}`,
    ...(key?.kind === 'secret' && key.byId !== undefined
      ? [`keyName: ${code.use('nameOfKey', 'testing/key-name.js')}(${json(key.secret)})`]
      : []),
    `state: ${printState(naming.state, code)}`,
    `fill: [${filling.fill.join(', ')}]`,
  ]
  return `${code.use('signMessage', 'testing/message-signer.js')}({\n${members.join(',\n')}\n})`
}
