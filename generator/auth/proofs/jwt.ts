/** Compiles `{ "type": "jwt" }`: a signed token that speaks for the delivery. */
import { json } from '../../print/literals.js'
import type { JsonObject, JsonValue } from '../../schema/types.js'
import type { Code } from '../code.js'
import type { ProofCompiler } from '../compiler.js'
import { parseContent } from '../content.js'
import { isShared, printJwsAlgorithms, sharedHash } from '../jws-algorithms.js'
import { parseAlgorithms, parseClaims, spellOut } from '../jwt-parts.js'
import { checkJwt, jwtCoverage, requiredClaims } from '../jwt-rules.js'
import { keyExpressions, keySecrets, parseTokenKey } from '../keys.js'
import { parsePick } from '../pick.js'
import { printBytes, printLambda, printPick, printText } from '../print-expr.js'
import { printPublicKeys, printSecretKey } from '../print-keys.js'
import { list, member, number, object, string } from '../read.js'
import type { Spot } from '../spot.js'
import type { ClaimPlan, Expr, JwtPlan } from '../types.js'
import { pickExpressions, readsBody } from '../uses.js'

const MAX_VARIANTS = 4

export const jwt: ProofCompiler<JwtPlan> = {
  kind: 'jwt',
  parse: (node, spot) => {
    const algorithms = parseAlgorithms(node, spot)
    const maxAge = number(member(node, 'maxAge'), Number.NaN)
    const unwrap = string(member(node, 'unwrap'))
    const plan: JwtPlan = {
      kind: 'jwt',
      token: parsePick(object(member(node, 'token')), spot.at('token')),
      algorithms,
      key: parseTokenKey(member(node, 'key'), spot.at('key'), algorithms.some(isShared)),
      claims: parseClaims(object(member(node, 'claims')), spot.at('claims')),
      required: list(member(node, 'requireClaims')).flatMap((name) => string(name) ?? []),
      leeway: number(member(node, 'leeway'), 0),
      maxAge: Number.isNaN(maxAge) ? undefined : maxAge,
      detached: parseDetached(node, spot),
      isEncoded: member(node, 'b64') !== false,
      unwrap: unwrap === 'payload' ? '' : unwrap,
    }
    checkJwt(plan, spot)
    return plan
  },
  secrets: ({ key }) => keySecrets(key),
  expressions: (plan) => [
    ...pickExpressions(plan.token),
    ...plan.claims.flatMap(({ wanted }) => wanted),
    ...(plan.detached ?? []).flat(),
    ...keyExpressions(plan.key),
  ],
  nested: () => [],
  covers: jwtCoverage,
  print: (plan, { code }) => print(plan, code),
}

/** A list of lists is several variants of one content, each of which is a concatenation. */
function parseDetached(node: JsonObject, spot: Spot): JwtPlan['detached'] {
  const given = member(node, 'detached')
  if (given === undefined) return undefined
  const place = spot.at('detached')
  const value = spellOut(given, member(node, 'headerVars'), place)
  const content = (one: JsonValue, at: Spot) => parseContent(one, at, 'token')
  if (!list(value).some(Array.isArray)) return [content(value, place)]
  if (list(value).length > MAX_VARIANTS) {
    place.error('ERR_CONTENT_VARIANTS', `more than ${MAX_VARIANTS} variants`)
  }
  return list(value).map((one, index) => content(one, place.at(index)))
}

function print(plan: JwtPlan, code: Code): string {
  const where = pickExpressions(plan.token).some(readsBody) ? 'inBody' : 'inHead'
  const times = [
    `leeway: ${plan.leeway}`,
    ...(plan.maxAge === undefined ? [] : [`maxAge: ${plan.maxAge}`]),
    `required: ${json(requiredClaims(plan))}`,
  ]
  const members = [
    `tokens: { ${where}: ${printLambda(['d'], printPick(plan.token, code))} }`,
    `algorithms: ${printAlgorithms(plan, code)}`,
    `claims: [${plan.claims.map((claim) => printClaim(claim, code)).join(', ')}]`,
    `times: { ${times.join(', ')} }`,
    ...(plan.detached === undefined ? [] : [printDetached(plan.detached, plan.isEncoded, code)]),
    ...(plan.unwrap === undefined ? [] : [`unwrap: ${printUnwrap(plan.unwrap, code)}`]),
  ]
  return `${code.use('jwt', 'auth/jwt.js')}({\n${members.join(',\n')}\n})`
}

function printAlgorithms({ algorithms, key }: JwtPlan, code: Code): string {
  if (key === undefined) return 'new Map()'
  if (algorithms.some(isShared)) {
    const entries = algorithms.map((name) => {
      const call = code.use('hmacSignature', 'auth/hmac.js')
      return `[${json(name)}, ${call}(${json(sharedHash(name))}, ${printSecretKey(key, code)})]`
    })
    return `new Map([${entries.join(', ')}])`
  }
  const source = printPublicKeys(key, code)
  return `${code.use('publicTokens', 'auth/token-algorithms.js')}(${source}, ${printJwsAlgorithms(algorithms, code)})`
}

function printClaim({ pointer, wanted, absentWhenEmptyBody }: ClaimPlan, code: Code): string {
  const texts = wanted.map((expr) => printText(expr, code)).join(', ')
  const rules = [
    `pointer: ${json(pointer)}`,
    `wanted: ${printLambda(['d', 'c'], `[${texts}]`)}`,
    ...(absentWhenEmptyBody === true ? ['absentWhenEmptyBody: true'] : []),
  ]
  return `{ ${rules.join(', ')} }`
}

function printDetached(
  variants: readonly (readonly Expr[])[],
  isEncoded: boolean,
  code: Code,
): string {
  const contents = variants.map((content) => printBytes(content, code)).join(', ')
  return `detached: { contents: ${printLambda(['d', 'c'], `[${contents}]`)}, isEncoded: ${isEncoded} }`
}

function printUnwrap(pointer: string, code: Code): string {
  if (pointer === '') return code.use('unwrapAll', 'auth/unwrap.js')
  return `(claims) => ${code.use('unwrapAt', 'auth/unwrap.js')}(claims, ${json(pointer)})`
}
