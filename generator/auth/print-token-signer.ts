/** Prints how a token is made, for the SDK's `/testing`: where the secret is shared. */
import { json } from '../print/literals.js'
import type { Code } from './code.js'
import { isShared, sharedHash } from './jws-algorithms.js'
import { requiredClaims } from './jwt-rules.js'
import { printBytes, printLambda, printText } from './print-expr.js'
import { printSecretKey } from './print-keys.js'
import type { JwtPlan, Pick } from './types.js'
import { printExprWriter, printPickWriter } from './write.js'

export function printTokenSigner(plan: JwtPlan, code: Code): readonly string[] | undefined {
  const [alg = ''] = plan.algorithms
  const { key } = plan
  const write = printWrite(plan.token, code)
  if (key?.kind !== 'secret' || !isShared(alg) || write === undefined) return undefined
  if (plan.unwrap !== undefined) return undefined
  const hash = json(sharedHash(alg))
  const claims = plan.claims.map(({ pointer, wanted, absentWhenEmptyBody }) => {
    const [expr = []] = wanted
    const skip = absentWhenEmptyBody === true ? ', absentWhenEmptyBody: true' : ''
    return `{ pointer: ${json(pointer)}, wanted: ${printLambda(['d', 'c'], printText(expr, code))}${skip} }`
  })
  const [content] = plan.detached ?? []
  const members = [
    `alg: ${json(alg)}`,
    `make: ${code.use('makeHmac', 'testing/signers.js')}(${hash}, ${printSecretKey(key, code)})`,
    `claims: [${claims.join(', ')}]`,
    `required: ${json(requiredClaims(plan))}`,
    ...(content === undefined
      ? []
      : [`content: ${printLambda(['d', 'c'], printBytes(content, code))}`]),
    `isEncoded: ${plan.isEncoded}`,
    `write: ${write}`,
  ]
  return [`${code.use('signToken', 'testing/token-signer.js')}({\n${members.join(',\n')}\n})`]
}

/** A header such as `Bearer …` is read through a filter, which is undone. */
function printWrite(pick: Pick, code: Code): string | undefined {
  const plain = printPickWriter(pick, code)
  if (plain !== undefined) return plain
  const [expr = []] = pick.from
  if (pick.prefix !== undefined || pick.split !== undefined || pick.skip > 0) return undefined
  const writer = printExprWriter(expr, 'text', code)
  if (writer === undefined) return undefined
  return `(draft, text) => ${writer.write}(draft, ${writer.value} ?? '')`
}
