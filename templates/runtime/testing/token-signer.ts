/** Puts a signed token on a draft: what the `jwt` proof undoes. */
import type { Content } from '../auth/algorithm.js'
import { detachedInput } from '../auth/jose.js'
import type { TokenContext } from '../auth/token-context.js'
import { concat, encodeBase64Url, utf8 } from '../bytes.js'
import type { MaybePromise } from '../crypto.js'
import type { Delivery } from '../delivery.js'
import type { Draft, Write } from './draft.js'
import type { Maker, Signer } from './signers.js'

export interface TokenRecipe {
  readonly alg: string
  readonly make: Maker
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
  readonly write: Write
}

const LIFETIME_SECONDS = 300

export function signToken(recipe: TokenRecipe): Signer {
  return async (draft, view, given) => {
    const header = {
      alg: recipe.alg,
      typ: 'JWT',
      ...(recipe.isEncoded ? {} : { b64: false, crit: ['b64'] }),
    }
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
    const mac = await recipe.make(given.secrets, detachedInput(front, [signed]))
    write(draft, recipe, [front, recipe.content === undefined ? middle : '', encodeBase64Url(mac)])
  }
}

function write(draft: Draft, recipe: TokenRecipe, parts: readonly string[]): void {
  recipe.write(draft, parts.join('.'))
}

async function makeClaims(
  { claims, required }: TokenRecipe,
  delivery: Delivery,
  context: TokenContext,
): Promise<Record<string, unknown>> {
  const now = Math.floor(context.now / 1000)
  const made: Record<string, unknown> = { iat: now, exp: now + LIFETIME_SECONDS }
  for (const { pointer, wanted, absentWhenEmptyBody } of claims) {
    if (absentWhenEmptyBody === true && delivery.body.length === 0) continue
    const value = await wanted(delivery, context)
    put(made, pointer, value ?? missing(`the claim ${pointer}`))
  }
  for (const name of required) made[name] ??= crypto.randomUUID()
  return made
}

/** Puts a value at a pointer, and objects on the way to it. */
function put(root: Record<string, unknown>, pointer: string, value: unknown): void {
  const steps = pointer.split('/').slice(1)
  const names = steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const last = names.pop()
  let place = root
  for (const name of names) {
    place[name] ??= {}
    // Sound: what is put on the way is an object, made in the line above.
    place = place[name] as Record<string, unknown>
  }
  if (last !== undefined) place[last] = value
}

function missing(part: string): never {
  throw new TypeError(`${part} is missing`)
}
