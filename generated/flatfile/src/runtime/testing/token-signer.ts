/** Puts a signed token on a draft: what the `jwt` proof undoes. */
import type { Content } from '../auth/algorithm.js'
import { detachedInput } from '../auth/jose.js'
import type { TokenContext } from '../auth/token-context.js'
import { concat, encodeBase64Url, utf8 } from '../bytes.js'
import type { MaybePromise } from '../crypto.js'
import type { Delivery } from '../delivery.js'
import { decodeText, parseJson } from '../payload.js'
import type { Draft, Place, Write } from './draft.js'
import { putAt } from './json-members.js'
import type { KeyName } from './key-name.js'
import { demandKeys } from './keys.js'
import { fill, type Maker, type Signer, type SigningContext, type View } from './signers.js'

/** By what the header says in `alg`: the first that the key is for. */
export type TokenMakers = readonly (readonly [alg: string, make: Maker])[]

export interface TokenRecipe {
  readonly algorithms: TokenMakers
  /** Where the header names the key. */
  readonly joseName?: { readonly pointer: string; readonly read: KeyName['read'] }
  readonly keyName?: KeyName
  readonly bringsCertificates?: true
  /** Members of the header that the content reads. */
  readonly jose: readonly (readonly [pointer: string, text: string])[]
  readonly fill: readonly Place[]
  /** Values that are signed and that have to be these. */
  readonly state: readonly (readonly [write: Write, text: string])[]
  readonly claims: readonly {
    readonly pointer: string
    readonly wanted: (delivery: Delivery, context: TokenContext) => MaybePromise<string | undefined>
    readonly absentWhenEmptyBody?: true
  }[]
  /** Claims that must be there: what nothing else says gets a random value. */
  readonly required: readonly string[]
  /** What is signed in the place of claims. */
  readonly content?: (delivery: Delivery, context: TokenContext) => MaybePromise<Content>
  readonly isEncoded: boolean
  /** JSON pointer of the event in the claims, where the token holds it. */
  readonly unwrap?: string
  readonly write: Write
}

const LIFETIME_SECONDS = 300

export function signToken(recipe: TokenRecipe): Signer {
  return async (draft, view, context) => {
    recipe.keyName?.write(draft, recipe.keyName.read(context))
    for (const [write, text] of recipe.state) write(draft, text)
    fill(draft, recipe.fill)
    const token = await firstOf(recipe.algorithms, (alg, make) => {
      return makeToken(recipe, { ...headerOf(recipe, context), alg }, make, {
        draft,
        view,
        context,
      })
    })
    // The event is in the token: the body only carries it.
    if (recipe.unwrap !== undefined) draft.body = utf8('{}')
    recipe.write(draft, token)
  }
}

/** A key fits one algorithm or none, and it is tried which. */
export async function firstOf<T>(
  algorithms: TokenMakers,
  work: (alg: string, make: Maker) => Promise<T>,
): Promise<T> {
  let failure: unknown
  for (const [alg, make] of algorithms) {
    try {
      return await work(alg, make)
    } catch (error) {
      failure ??= error
    }
  }
  throw failure
}

function headerOf(recipe: TokenRecipe, context: SigningContext): Readonly<Record<string, unknown>> {
  const { joseName, bringsCertificates } = recipe
  const { keys } = context
  let header: unknown = {
    typ: 'JWT',
    ...(keys?.keyId === undefined ? {} : { kid: keys.keyId }),
    ...(recipe.isEncoded ? {} : { b64: false, crit: ['b64'] }),
    ...(bringsCertificates ? { x5c: demandKeys(keys).certificates ?? [] } : {}),
  }
  for (const [pointer, text] of recipe.jose) header = putAt(header, pointer, text)
  if (joseName !== undefined) header = putAt(header, joseName.pointer, joseName.read(context))
  // Sound: it began as an object, and what is put into an object leaves it one.
  return header as Readonly<Record<string, unknown>>
}

interface Scene {
  readonly draft: Draft
  readonly view: View
  readonly context: SigningContext
}

async function makeToken(
  recipe: TokenRecipe,
  header: Readonly<Record<string, unknown>>,
  make: Maker,
  { draft, view, context: given }: Scene,
): Promise<string> {
  const source = utf8(JSON.stringify(header))
  const context = { ...given, timestamp: undefined, jose: { value: header, source } }
  const front = encodeBase64Url(source)
  const delivery = view(draft)
  const payload =
    recipe.content === undefined
      ? utf8(JSON.stringify(await makeClaims(recipe, delivery, context)))
      : concat((await recipe.content(delivery, context)) ?? missing('a part of what is signed'))
  const middle = recipe.isEncoded ? encodeBase64Url(payload) : ''
  const signed = recipe.isEncoded ? utf8(middle) : payload
  const signature = await make(given, detachedInput(front, [signed]))
  const shown = recipe.content === undefined ? middle : ''
  return [front, shown, encodeBase64Url(signature)].join('.')
}

async function makeClaims(
  { claims, required, unwrap }: TokenRecipe,
  delivery: Delivery,
  context: TokenContext,
): Promise<unknown> {
  const seconds = Math.floor(context.now / 1000)
  const times = { iat: seconds, nbf: seconds, exp: seconds + LIFETIME_SECONDS }
  const event = unwrap === undefined ? {} : parseJson(decodeText(delivery.text))
  // Claims that are the event say nothing but what the event and the proof say.
  let made: unknown = unwrap === '' ? event : { iat: times.iat, exp: times.exp }
  if (unwrap !== undefined && unwrap !== '') made = putAt(made, unwrap, event)
  for (const { pointer, wanted, absentWhenEmptyBody } of claims) {
    if (absentWhenEmptyBody === true && delivery.body.length === 0) continue
    const value = await wanted(delivery, context)
    made = putAt(made, pointer, value ?? missing(`the claim ${pointer}`))
  }
  const known = new Map<string, unknown>(Object.entries(times))
  const defaults = required.map((name) => [name, known.get(name) ?? crypto.randomUUID()])
  return { ...Object.fromEntries(defaults), ...Object(made) }
}

function missing(part: string): never {
  throw new TypeError(`${part} is missing`)
}
