/** What a description says of how events are proven, as an `auth` to look at and to take over. */
import { parsePointer } from '../../schema/pointer.js'
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

/**
 * What holds for one operation, or for a server of AsyncAPI. The security of a whole OpenAPI document
 * is about calls to the API, not about events.
 */
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
  const choices = isListOfSchemes(root)
    ? await listedSchemes(operation, reader)
    : await namedSchemes(requirements, root, reader)
  return [{ at: operation, source: 'security', auth: authOfChoices(choices) }]
}

/** Schemes that hold together, by their names; `undefined` stands for one that is not there. */
type Choice = readonly (readonly [name: string, scheme: Found | undefined])[]

/** AsyncAPI 3 lists schemes, or references to them; all else lists names of what is shared. */
function isListOfSchemes(root: Found): boolean {
  return /^[3-9]/.test(String(member(root, 'asyncapi') ?? ''))
}

async function listedSchemes(holder: Found, reader: DescriptionReader): Promise<readonly Choice[]> {
  const items = await reader.items(holder, 'security')
  return items.map(([, scheme]): Choice => [[schemeName(scheme), scheme]])
}

/** Its key where schemes are shared, otherwise what it is. */
function schemeName(scheme: Found): string {
  const steps = parsePointer(scheme.pointer) ?? []
  const isShared = steps.at(-2) === 'securitySchemes'
  return (isShared ? steps.at(-1) : text(scheme, 'type')) ?? 'scheme'
}

async function namedSchemes(
  requirements: readonly JsonValue[],
  root: Found,
  reader: DescriptionReader,
): Promise<readonly Choice[]> {
  const components = await reader.object(root, 'components')
  const schemes = components && (await reader.object(components, 'securitySchemes'))
  const choices: Choice[] = []
  for (const requirement of requirements) {
    const names = isObject(requirement) ? Object.keys(requirement) : []
    const found = names.map(async (name) => {
      return [name, schemes && (await objectAt(schemes, name, reader))] as const
    })
    choices.push(await Promise.all(found))
  }
  return choices
}

/** Alternatives become schemes to choose from; what is asked for together holds together. */
function authOfChoices(choices: readonly Choice[]): JsonObject | undefined {
  const found = new Map<string, JsonObject>()
  for (const choice of choices) {
    const proofs = choice.flatMap(([, scheme]) => {
      const proof = scheme && proofOf(scheme)
      return proof === undefined ? [] : [proof]
    })
    const [only] = proofs
    if (only === undefined || proofs.length < choice.length) return undefined
    const wanted = choice.map(([one]) => one).join('-')
    let name = wanted
    for (let number = 2; found.has(name); number++) name = `${wanted}${number}`
    found.set(name, proofs.length === 1 ? only : { allOf: proofs })
  }
  const [first] = found.values()
  return found.size < 2 ? first : { schemes: Object.fromEntries(found) }
}

/** What other protocols have (`userPassword`, SASL) is none of HTTP, and certificates take more to say. */
function proofOf(scheme: Found): JsonObject | undefined {
  const type = text(scheme, 'type')
  if (type === 'oauth2' || type === 'openIdConnect') return { type: 'oauth2' }
  if (type === 'http') {
    const name = text(scheme, 'scheme')?.toLowerCase()
    return name === 'basic' || name === 'bearer' ? { type: name } : undefined
  }
  const place = text(scheme, 'in')
  const name = text(scheme, 'name')
  if ((type !== 'apiKey' && type !== 'httpApiKey') || name === undefined) return undefined
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
