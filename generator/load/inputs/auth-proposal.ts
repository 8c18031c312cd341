/** What a description says of how events are proven, as an `auth` to look at and to take over. */
import type { JsonObject, JsonValue } from '../../schema/types.js'
import { isObject } from '../../schema/types.js'
import { type DescriptionReader, type Found, member, text } from './reader.js'
import { fernAuth, speakeasyAuth } from './vendor-auth.js'

/** A proof that the description speaks of, and the words in which it does. */
export interface AuthProposal {
  readonly at: Found
  /** What was read: `x-speakeasy-webhooks`, `security`. */
  readonly source: string
  /** None where the grammar of proofs cannot say it. */
  readonly auth: JsonObject | undefined
}

const FERN = 'x-fern-webhook-signature'
const SPEAKEASY = 'x-speakeasy-webhooks'

/** What holds for one operation; the security of the whole API is about calls to it, not about events. */
export async function authOfOperation(
  operation: Found,
  root: Found,
  reader: DescriptionReader,
): Promise<readonly AuthProposal[]> {
  for (const at of [operation, root]) {
    const fern = await objectAt(at, FERN, reader)
    if (fern !== undefined) return [{ at: fern, source: FERN, auth: fernAuth(fern.value) }]
  }
  const speakeasy = await objectAt(root, SPEAKEASY, reader)
  const rule = speakeasy && (await objectAt(speakeasy, 'security', reader))
  if (rule !== undefined) return [{ at: rule, source: SPEAKEASY, auth: speakeasyAuth(rule.value) }]
  const requirements = member(operation, 'security')
  if (!Array.isArray(requirements) || requirements.length === 0) return []
  const components = await reader.object(root, 'components')
  const schemes = components && (await reader.object(components, 'securitySchemes'))
  const auth = schemes && (await authOfRequirements(requirements, schemes, reader))
  return [{ at: operation, source: 'security', auth }]
}

/** Alternatives become schemes to choose from; what is asked for together holds together. */
async function authOfRequirements(
  requirements: readonly JsonValue[],
  schemes: Found,
  reader: DescriptionReader,
): Promise<JsonObject | undefined> {
  const found: [string, JsonObject][] = []
  for (const requirement of requirements) {
    const names = isObject(requirement) ? Object.keys(requirement) : []
    const proofs: JsonObject[] = []
    for (const name of names) {
      const scheme = await objectAt(schemes, name, reader)
      const proof = scheme && proofOf(scheme)
      if (proof === undefined) return undefined
      proofs.push(proof)
    }
    const [only] = proofs
    if (only === undefined) return undefined
    found.push([names.join('-'), proofs.length === 1 ? only : { allOf: proofs }])
  }
  const [first] = found
  return found.length === 1 ? first?.[1] : { schemes: Object.fromEntries(found) }
}

function proofOf(scheme: Found): JsonObject | undefined {
  const type = text(scheme, 'type')
  if (type === 'oauth2' || type === 'openIdConnect') return { type: 'oauth2' }
  if (type === 'http') {
    const name = text(scheme, 'scheme')?.toLowerCase()
    return name === 'basic' || name === 'bearer' ? { type: name } : undefined
  }
  const place = text(scheme, 'in')
  const name = text(scheme, 'name')
  if (type !== 'apiKey' || name === undefined) return undefined
  return place === 'header' || place === 'query' ? { type: 'apiKey', in: place, name } : undefined
}

async function objectAt(
  holder: Found,
  name: string,
  reader: DescriptionReader,
): Promise<Found | undefined> {
  return isObject(member(holder, name)) ? reader.object(holder, name) : undefined
}

/** Reports each proposal once, however many operations it is made for. Nothing is taken over. */
export function reportProposals(
  proposals: readonly AuthProposal[],
  reader: Pick<DescriptionReader, 'notice'>,
): void {
  const seen = new Set<string>()
  for (const { at, source, auth } of proposals) {
    const config = JSON.stringify({ auth })
    if (seen.has(source + config)) continue
    seen.add(source + config)
    const message =
      auth === undefined
        ? `${source} says how events are proven, in a way that has to be written by hand`
        : `${source} proposes how events are proven: ${config}`
    const hint = 'compare it with what the provider really sends, and write "auth" in webhooks.json'
    reader.notice(at, 'NOTICE_AUTH_PROPOSED', message, hint)
  }
}
