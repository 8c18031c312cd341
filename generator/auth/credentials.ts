/** Finds what of a delivery is a credential: who reads it could send deliveries of their own. */
import { partsOf } from './rules/leaves.js'
import type { AuthPlan, CheckRule, Placeholder, ProofPlan, Source } from './types.js'
import { pickExpressions, placeholders, readsBody } from './uses.js'

export interface CredentialsPlan {
  /** Lower case, sorted. */
  readonly headers: readonly string[]
  readonly url: boolean
}

const URL_SOURCES: readonly Source[] = ['host', 'path', 'query', 'url']

/** Whichever of the schemes the consumer chooses. */
export function credentialsOf(auth: AuthPlan): CredentialsPlan {
  const places = auth.schemes.flatMap(({ proof }) => proofPlaces(proof))
  const headers = places.flatMap(({ source, arg }) =>
    source === 'header' && arg !== undefined ? [arg.toLowerCase()] : [],
  )
  const url = places.some(({ source }) => URL_SOURCES.includes(source))
  return { headers: [...new Set(headers)].sort(), url }
}

function proofPlaces(plan: ProofPlan): readonly Placeholder[] {
  const conditions = plan.kind === 'switch' ? plan.cases.flatMap(({ when }) => when) : []
  const own = partsOf(plan).length === 0 ? leafPlaces(plan) : partsOf(plan).flatMap(proofPlaces)
  return [...conditions.flatMap(checkPlaces), ...own]
}

function leafPlaces(plan: ProofPlan): readonly Placeholder[] {
  if (plan.kind === 'check') return checkPlaces(plan.rule)
  if (plan.kind === 'oauth2') {
    return [{ kind: 'placeholder', source: 'header', arg: 'authorization', filters: [] }]
  }
  // A detached token is a signature: it holds for the one body that it was made for.
  if (plan.kind !== 'jwt' || plan.detached !== undefined) return []
  return pickExpressions(plan.token).flatMap(placeholders)
}

/** What is compared with a secret, unless the secret only signs the body that it came with. */
function checkPlaces({ value, test }: CheckRule): readonly Placeholder[] {
  if (test.kind !== 'oneOf') return []
  const all = [value, ...test.of].map(placeholders)
  const isStatic = (parts: readonly Placeholder[]) => !parts.some(isOfBody)
  const secrets = all.filter((parts) => parts.some(isSecret) && isStatic(parts))
  return secrets.length === 0 ? [] : all.flat().filter((part) => !isSecret(part))
}

function isSecret({ source, filters }: Placeholder): boolean {
  return source === 'secret' || filters.some(({ secret }) => secret !== undefined)
}

function isOfBody(part: Placeholder): boolean {
  return isSecret(part) && readsBody([part])
}
