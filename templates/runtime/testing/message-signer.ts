/** Puts an HTTP message signature (RFC 9421) on a draft: what the `httpsig` proof undoes. */
import { componentName } from '../auth/message-components.js'
import { parseItem } from '../auth/parse-structured-fields.js'
import { signatureBase } from '../auth/signature-base.js'
import {
  type BareItem,
  type InnerList,
  type Item,
  serializeBytes,
  serializeMember,
} from '../auth/structured-fields.js'
import { digest } from '../crypto.js'
import { type Draft, inHeader, inQuery, type Place, type Write } from './draft.js'
import type { KeyName } from './key-name.js'
import { fill, type Maker, type Signer, type SigningContext } from './signers.js'

export interface MessageRecipe {
  readonly label: string
  readonly tag?: string
  /** By the names that RFC 9421 registers: the first that the key is for. */
  readonly algorithms: readonly (readonly [registered: string, make: Maker])[]
  /** Component identifiers, as they stand in a signature base. */
  readonly covers: readonly string[]
  readonly expires: boolean
  /** Which of several keys is meant; without, the key's own name where it has one. */
  readonly keyName?: KeyName['read']
  /** What the sender writes down before it signs. */
  readonly state: readonly (readonly [write: Write, text: string])[]
  readonly fill: readonly Place[]
}

const LIFETIME_SECONDS = 300

export function signMessage(recipe: MessageRecipe): Signer {
  const items = recipe.covers.map(parseCovered)
  return async (draft, view, context) => {
    for (const [write, text] of recipe.state) write(draft, text)
    fill(draft, recipe.fill)
    if (items.some((item) => componentName(item) === 'content-digest')) await addDigest(draft)
    for (const item of items) fillComponent(draft, item)
    let failure: unknown
    for (const [registered, make] of recipe.algorithms) {
      const input: InnerList = { items, parameters: parametersOf(recipe, registered, context) }
      const base = signatureBase(view(draft), input)
      if ('problem' in base) throw new TypeError(`the delivery cannot be signed: ${base.problem}`)
      try {
        const signature = await make(context, [base])
        const { label } = recipe
        draft.headers.set('signature-input', `${label}=${serializeMember(input)}`)
        draft.headers.set('signature', `${label}=${serializeBytes(signature)}`)
        return
      } catch (error) {
        failure ??= error
      }
    }
    throw failure
  }
}

function parseCovered(identifier: string): Item {
  const item = parseItem(identifier)
  if (item === undefined) throw new TypeError(`${identifier} is no component identifier`)
  return item
}

async function addDigest(draft: Draft): Promise<void> {
  const bytes = await digest('SHA-256', [draft.body])
  draft.headers.set('content-digest', `sha-256=${serializeBytes(bytes)}`)
}

/** Fields and parameters that are covered have to be there. */
function fillComponent(draft: Draft, item: Item): void {
  const name = componentName(item) ?? ''
  const wanted = item.parameters.get('name')
  if (name === '@query-param' && wanted?.kind === 'string') {
    fill(draft, [inQuery(new URLSearchParams(`name=${wanted.value}`).get('name') ?? '')])
  }
  if (!name.startsWith('@')) fill(draft, [inHeader(name)])
}

function parametersOf(
  { tag, expires, keyName }: MessageRecipe,
  registered: string,
  context: SigningContext,
): ReadonlyMap<string, BareItem> {
  const created = Math.floor(context.now / 1000)
  const keyid = keyName === undefined ? context.keys?.keyId : keyName(context)
  const parameters = new Map<string, BareItem>([['created', { kind: 'integer', value: created }]])
  if (expires) parameters.set('expires', { kind: 'integer', value: created + LIFETIME_SECONDS })
  const texts = { keyid, alg: registered, nonce: crypto.randomUUID(), tag }
  for (const [name, value] of Object.entries(texts)) {
    if (value !== undefined) parameters.set(name, { kind: 'string', value })
  }
  return parameters
}
