/** The steps that put a proof on a draft: each undoes what the receiver's proof does. */
import type { Content } from '../auth/algorithm.js'
import type { KeySource } from '../auth/keys.js'
import type { SignatureContext } from '../auth/signature.js'
import { digest, type HashName, hmac, importHmacKey, type MaybePromise } from '../crypto.js'
import type { Delivery } from '../delivery.js'
import type { ProofContext } from '../proof.js'
import type { SecretSet } from '../secrets.js'
import type { Draft, Write } from './draft.js'

/** Looks at the draft as the receiver would. */
export type View = (draft: Draft) => Delivery

export type Signer = (draft: Draft, view: View, context: ProofContext) => Promise<void>

/** What `Algorithm` is to a receiver. */
export type Maker = (
  secrets: SecretSet,
  content: NonNullable<Content>,
) => MaybePromise<Uint8Array> | Promise<Uint8Array>

export function makeHmac(hash: HashName, source: KeySource): Maker {
  return async (secrets, content) => {
    const [secret] = source.read(secrets)
    if (secret === undefined) throw new TypeError('the scheme needs a secret to sign with')
    return hmac(importHmacKey(hash, await source.bytes(secret)), content)
  }
}

export function makeHash(hash: HashName): Maker {
  return (_secrets, content) => digest(hash, content)
}

export interface SignatureRecipe {
  readonly timestamp?: { readonly format: (milliseconds: number) => string; readonly write: Write }
  /** Headers that are signed and that nothing else sets, such as a nonce. */
  readonly fill: readonly string[]
  readonly contents: (
    delivery: Delivery,
    context: SignatureContext,
  ) => MaybePromise<readonly Content[]>
  readonly make: Maker
  readonly encode: (bytes: Uint8Array) => string | undefined
  readonly write: Write
}

export function signSignature(recipe: SignatureRecipe): Signer {
  return async (draft, view, context) => {
    // Before the headers that are filled: the timestamp's own may be among those that are signed.
    const timestamp = recipe.timestamp?.format(context.now)
    if (timestamp !== undefined) recipe.timestamp?.write(draft, timestamp)
    for (const name of recipe.fill) {
      if (!draft.headers.has(name)) draft.headers.set(name, crypto.randomUUID())
    }
    const [content] = await recipe.contents(view(draft), { ...context, timestamp })
    if (content === undefined) throw new TypeError('a part of what is signed is missing')
    const text = recipe.encode(await recipe.make(context.secrets, content))
    if (text !== undefined) recipe.write(draft, text)
  }
}

/** Writes the value that a check expects. */
export function signValue(
  wanted: (delivery: Delivery, context: ProofContext) => MaybePromise<string | undefined>,
  write: Write,
): Signer {
  return async (draft, view, context) => {
    const text = await wanted(view(draft), context)
    if (text === undefined) throw new TypeError('the value that proves the delivery is missing')
    write(draft, text)
  }
}
