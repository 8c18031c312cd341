/** Prints how a token is made, for the SDK's `/testing`. */
import { json } from '../print/literals.js'
import { isShared, printJwsAlgorithms, sharedHash } from './jws-algorithms.js'
import { requiredClaims } from './jwt-rules.js'
import { printBytes, printLambda, printText } from './print-expr.js'
import { planFilling, printState } from './print-fill.js'
import { printSecretKey } from './print-keys.js'
import { placeName, printEntry } from './print-place.js'
import type { KeyType } from './public-algorithms.js'
import type { SignerPrinter } from './signer-printer.js'
import { planNaming, printNeed } from './signing-key.js'
import type { JwtPlan, OAuth2Plan } from './types.js'

const KEY_TYPES: Readonly<Record<string, KeyType>> = {
  ES256: 'P-256',
  ES384: 'P-384',
  ES512: 'P-521',
  EdDSA: 'ed25519',
}

export function printTokenSigner(plan: JwtPlan, printer: SignerPrinter): string {
  const { code } = printer
  const [first = ''] = plan.algorithms
  const { write } = printEntry(plan.token, code)
  const naming = planNaming(plan.key, code)
  const exprs = [...plan.claims.flatMap(({ wanted }) => wanted.slice(0, 1)), ...contentOf(plan)]
  const written = [...plan.token.from.map(placeName), ...naming.places]
  const filling = planFilling([...exprs, ...naming.read], written, code)
  printer.need(printNeed(plan.key, isShared(first) ? undefined : keyTypeOf(first), code))
  const members = [
    `algorithms: ${printMakers(plan, printer)}`,
    ...naming.members,
    ...(plan.key?.kind === 'x5c' ? ['bringsCertificates: true'] : []),
    `jose: ${json(filling.jose)}`,
    `fill: [${filling.fill.join(', ')}]`,
    `state: ${printState([...naming.state, ...filling.state], code)}`,
    `claims: [${printClaims(plan, printer)}]`,
    `required: ${json(requiredOf(plan))}`,
    ...(plan.detached === undefined
      ? []
      : [`content: ${printLambda(['d', 'c'], printBytes(contentOf(plan), code))}`]),
    `isEncoded: ${plan.isEncoded}`,
    ...(plan.unwrap === undefined ? [] : [`unwrap: ${json(plan.unwrap)}`]),
    `write: ${write}`,
  ]
  return `${code.use('signToken', 'testing/token-signer.js')}({\n${members.join(',\n')}\n})`
}

/** A bearer token whose issuer the consumer names: a test issues it with one small pair of keys. */
export function printBearerSigner(plan: OAuth2Plan, printer: SignerPrinter): string {
  const { code } = printer
  const first = plan.algorithms.includes('ES256') ? 'ES256' : (plan.algorithms[0] ?? '')
  const answer = code.use('answerOAuth2', 'testing/key-servers.js')
  printer.need(`{ type: ${json(keyTypeOf(first))}, answer: ${answer} }`)
  const algorithms = printJwsAlgorithms([...new Set([first, ...plan.algorithms])], code)
  const call = code.use('signBearer', 'testing/access-token.js')
  return `${call}(${algorithms}, ${json(plan.types[0] ?? '')})`
}

function keyTypeOf(name: string): KeyType {
  return KEY_TYPES[name] ?? 'rsa'
}

function contentOf({ detached }: JwtPlan) {
  return detached?.[0] ?? []
}

function requiredOf(plan: JwtPlan): readonly string[] {
  return [...new Set([...requiredClaims(plan), ...(plan.maxAge === undefined ? [] : ['iat'])])]
}

function printMakers({ algorithms, key }: JwtPlan, { code }: SignerPrinter): string {
  if (key?.kind === 'secret' && algorithms.some(isShared)) {
    const makers = algorithms.slice(0, 1).map((name) => {
      const call = code.use('makeHmac', 'testing/makers.js')
      return `[${json(name)}, ${call}(${json(sharedHash(name))}, ${printSecretKey(key, code)})]`
    })
    return `[${makers.join(', ')}]`
  }
  const makers = code.use('pairMakers', 'testing/pair-maker.js')
  return `${makers}(${printJwsAlgorithms(algorithms, code)})`
}

function printClaims({ claims }: JwtPlan, { code }: SignerPrinter): string {
  const all = claims.map(({ pointer, wanted, absentWhenEmptyBody }) => {
    const [expr = []] = wanted
    const skip = absentWhenEmptyBody === true ? ', absentWhenEmptyBody: true' : ''
    const text = printLambda(['d', 'c'], printText(expr, code))
    return `{ pointer: ${json(pointer)}, wanted: ${text}${skip} }`
  })
  return all.join(', ')
}
