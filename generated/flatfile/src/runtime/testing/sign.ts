/** Builds deliveries as the provider would send them, for tests of handlers. */
import { copyBytes, utf8 } from '../bytes.js'
import { createDelivery, type Delivery, type Head } from '../delivery.js'
import { viewHeaders } from '../headers.js'
import type { ReceiverOptions } from '../options.js'
import type { ProviderBase } from '../provider.js'
import { chooseSchemes } from '../scheme-choice.js'
import type { Draft, Write } from './draft.js'
import type { Signer } from './signers.js'

/** The secrets are given as to `createReceiver`. */
export interface SignOptions extends Pick<ReceiverOptions, 'secret' | 'secrets' | 'auth'> {
  /** Where the delivery goes; a local address unless given. */
  readonly url?: string | undefined
  readonly method?: string | undefined
  /** The event's id; a new one unless given. */
  readonly id?: string | undefined
  /** When it is signed, in milliseconds since the epoch; now unless given. */
  readonly timestamp?: number | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** The exact body, in place of the payload as JSON. */
  readonly body?: string | Uint8Array | undefined
}

/** How a provider's deliveries are built; the generator prints it. */
export interface SigningRecipe {
  readonly writeType: Write | undefined
  readonly writeId: Write | undefined
  /** JSON pointer of the payload in the body. */
  readonly payload: string
  /** By scheme; absent where a proof cannot be made from secrets alone. */
  readonly signers: Readonly<Record<string, readonly Signer[] | undefined>>
}

/**
 * A signed delivery.
 *
 * @throws {SecretInvalid} `ERR_SECRET_INVALID`
 * @throws {TypeError} where the scheme's proof cannot be made from secrets alone
 */
export async function signWith(
  provider: ProviderBase,
  recipe: SigningRecipe,
  event: { readonly name: string; readonly payload: unknown },
  options: SignOptions,
): Promise<Request> {
  const whole = { ...provider, events: new Map(), groups: new Map() }
  const [chosen] = chooseSchemes(whole, { ...options, acceptUnsigned: true })
  const signers = chosen && recipe.signers[chosen.scheme.name]
  if (chosen === undefined || signers === undefined) {
    throw new TypeError(`deliveries of ${provider.name} cannot be signed with secrets alone`)
  }
  const draft = startDraft(provider, recipe, event, options)
  const now = options.timestamp ?? Date.now()
  const secrets = await chosen.source.resolve(headOf(draft))
  for (const sign of signers) await sign(draft, viewOf, { secrets, now })
  // A copy: the platform's type for bodies does not take bytes of shared memory.
  const body = ['GET', 'HEAD'].includes(draft.method) ? null : new Uint8Array(draft.body)
  return new Request(draft.url, { method: draft.method, headers: [...draft.headers], body })
}

function startDraft(
  provider: ProviderBase,
  recipe: SigningRecipe,
  { name, payload }: { readonly name: string; readonly payload: unknown },
  options: SignOptions,
): Draft {
  const body = options.body ?? JSON.stringify(wrap(payload, recipe.payload))
  const [contentType] = provider.contentTypes.filter((type) => type.includes('/'))
  const draft: Draft = {
    method: options.method ?? provider.methods[0] ?? 'POST',
    url: options.url ?? 'http://localhost/webhooks',
    headers: new Map([['content-type', contentType ?? 'application/json']]),
    body: typeof body === 'string' ? utf8(body) : copyBytes(body),
  }
  recipe.writeType?.(draft, name)
  recipe.writeId?.(draft, options.id ?? crypto.randomUUID())
  for (const [header, value] of Object.entries(options.headers ?? {})) {
    draft.headers.set(header.toLowerCase(), value)
  }
  return draft
}

/** Puts the payload where the schemas look for it. */
function wrap(payload: unknown, pointer: string): unknown {
  const steps = pointer.split('/').slice(1)
  return steps.reduceRight<unknown>((inner, step) => {
    return { [step.replaceAll('~1', '/').replaceAll('~0', '~')]: inner }
  }, payload)
}

function headOf(draft: Draft): Head {
  const headers = viewHeaders([...draft.headers])
  return { method: draft.method, url: draft.url, headers, platform: [] }
}

function viewOf(draft: Draft): Delivery {
  return createDelivery(headOf(draft), draft.body)
}
