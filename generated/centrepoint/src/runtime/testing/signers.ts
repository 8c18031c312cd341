/** The steps that put a proof on a draft: each undoes what the receiver's proof does. */
import type { Content } from '../auth/algorithm.js'
import type { SignatureContext } from '../auth/signature.js'
import type { MaybePromise } from '../crypto.js'
import type { Delivery } from '../delivery.js'
import type { ProofContext } from '../proof.js'
import type { CustomSigner } from './custom-signer.js'
import { attempt, type Draft, type Place, type Write } from './draft.js'
import type { KeyName } from './key-name.js'
import type { SigningKeys } from './keys.js'

/** Looks at the draft as the receiver would. */
export type View = (draft: Draft) => Delivery

/** What a signer may use besides the draft. */
export interface SigningContext extends ProofContext {
  readonly keys: SigningKeys | undefined
  readonly custom: Readonly<Record<string, CustomSigner>>
}

export type Signer = (draft: Draft, view: View, context: SigningContext) => Promise<void>

/** What `Algorithm` is to a receiver. */
export type Maker = (
  context: SigningContext,
  content: NonNullable<Content>,
) => MaybePromise<Uint8Array> | Promise<Uint8Array>

export interface SignatureRecipe {
  readonly timestamp?: { readonly format: (milliseconds: number) => string; readonly write: Write }
  /** Values that are signed and that nothing else sets, such as a nonce. */
  readonly fill: readonly Place[]
  /** What the sender writes down before it signs: which algorithm it uses, where its key is. */
  readonly state: readonly (readonly [write: Write, text: string])[]
  readonly keyName?: KeyName
  readonly contents: (
    delivery: Delivery,
    context: SignatureContext,
  ) => MaybePromise<readonly Content[]>
  readonly make: Maker
  readonly encode: (bytes: Uint8Array) => string | undefined
  readonly prefix?: (delivery: Delivery, context: ProofContext) => string | undefined
  readonly write: Write
}

export function signSignature(recipe: SignatureRecipe): Signer {
  return async (draft, view, context) => {
    // Before the values that are filled in: the timestamp's own place may be among those that are signed.
    const timestamp = recipe.timestamp?.format(context.now)
    if (timestamp !== undefined) recipe.timestamp?.write(draft, timestamp)
    for (const [write, text] of recipe.state) write(draft, text)
    recipe.keyName?.write(draft, recipe.keyName.read(context))
    fill(draft, recipe.fill)
    const contents = await recipe.contents(view(draft), { ...context, timestamp })
    const content = contents.find((one) => one !== undefined)
    if (content === undefined) throw new TypeError('a part of what is signed is missing')
    const text = recipe.encode(await recipe.make(context, content))
    const prefix = recipe.prefix?.(view(draft), context)
    if (text !== undefined) recipe.write(draft, text, prefix)
  }
}

/** Gives places that are empty a random value. */
export function fill(draft: Draft, places: readonly Place[]): void {
  for (const place of places) {
    if (place.read(draft) === undefined) place.write(draft, crypto.randomUUID())
  }
}

/** Writes the value that a check expects. */
export function signValue(
  wanted: (delivery: Delivery, context: ProofContext) => MaybePromise<string | undefined>,
  { write }: Place,
): Signer {
  return async (draft, view, context) => {
    const text = await wanted(view(draft), context)
    if (text === undefined) throw new TypeError('the value that proves the delivery is missing')
    write(draft, text)
  }
}

/** Puts something where it only matters that there is something, or that it has a form. */
export function signSample(place: Place, sample: string): Signer {
  return async (draft) => {
    if (place.read(draft) === undefined) place.write(draft, sample)
  }
}

/** The first of several proofs that can be made with the secrets and keys that are there. */
export function signAny(branches: readonly (readonly Signer[])[]): Signer {
  return async (draft, view, context) => {
    const failures: unknown[] = []
    for (const branch of branches) {
      const failure = await attempt(draft, async (copy) => {
        for (const sign of branch) await sign(copy, view, context)
      })
      if (failure === undefined) return
      failures.push(failure)
    }
    throw failures[0]
  }
}
