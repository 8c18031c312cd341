/** What the parts of a token's proof must have of each other. */
import { clearOf, contentCoverage, signedCoverage } from './coverage.js'
import type { Spot } from './spot.js'
import type { CoveragePlan, EventSource, Expr, JwtPlan, Placeholder } from './types.js'
import { pickExpressions, readsBody } from './uses.js'

const NOTHING: EventSource = {
  type: [],
  id: undefined,
  time: undefined,
  format: 'json',
  payload: '',
}

export function checkJwt(plan: JwtPlan, spot: Spot): void {
  const { detached } = plan
  if (detached === undefined && !plan.isEncoded) {
    const message = '"b64": false is for a detached payload'
    spot.at('b64').error('ERR_JWT', message, 'say in "detached" what the payload is')
  }
  if (detached === undefined) return
  for (const [part, isThere] of [
    ['claims', plan.claims.length > 0],
    ['requireClaims', plan.required.length > 0],
    ['maxAge', plan.maxAge !== undefined],
    ['unwrap', plan.unwrap !== undefined],
  ] as const) {
    if (isThere) spot.at(part).error('ERR_JWT', `a detached token has no claims for "${part}"`)
  }
  if (!coversBody(plan)) {
    const message =
      'a token that neither covers the body nor says when it ends proves every delivery'
    spot.at('detached').error('ERR_JWT', message, 'let "detached" hold {body}')
  }
}

/**
 * The claims that a token must have. One that stands in a header and does not cover the body would
 * speak for any body, for ever: it has to expire.
 */
export function requiredClaims(plan: JwtPlan): readonly string[] {
  const isBearer = !pickExpressions(plan.token).some(readsBody)
  const mustExpire = plan.detached === undefined && isBearer && !coversBody(plan)
  return [...new Set([...plan.required, ...(mustExpire ? ['exp'] : [])])]
}

/** Or holds the event itself: then it speaks for that alone. */
function coversBody(plan: JwtPlan): boolean {
  return plan.unwrap !== undefined || jwtCoverage(plan, NOTHING).body
}

export function jwtCoverage(plan: JwtPlan, source: EventSource): CoveragePlan {
  const { detached, maxAge } = plan
  if (detached !== undefined) return contentCoverage(detached, undefined, source)
  const isTimed = maxAge !== undefined || plan.required.includes('exp')
  const said = signedCoverage(
    [...claimed(plan).flatMap((expr) => clearOf(expr, undefined, source)), ...found(plan)],
    undefined,
    source,
  )
  return {
    ...said,
    timestamp: isTimed || (source !== NOTHING && requiredClaims(plan).includes('exp')),
  }
}

/** What a claim repeats is proven; where it may say one of several things, it is not known which. */
function claimed({ claims }: JwtPlan): readonly Expr[] {
  return claims.flatMap(({ wanted }) => (wanted.length === 1 ? wanted : []))
}

/** What the token itself brings: its claims, and the event where it holds that. */
function found({ unwrap }: JwtPlan): Expr {
  const whole = (source: 'jwt' | 'json'): Placeholder => {
    return { kind: 'placeholder', source, arg: undefined, filters: [] }
  }
  // The event takes the place of what JSON reads; the body of the request is not looked at.
  return [whole('jwt'), ...(unwrap === undefined ? [] : [whole('json')])]
}
