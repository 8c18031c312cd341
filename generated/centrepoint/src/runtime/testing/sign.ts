/** Builds deliveries as the provider would send them, for tests of handlers. */
import { copyBytes, utf8 } from '../bytes.js'
import { checkOptions, type OptionRules } from '../check-options.js'
import { createDelivery, type Delivery, type Head, withItem } from '../delivery.js'
import { viewHeaders } from '../headers.js'
import type { ReceiverOptions, SchemeInputs } from '../options.js'
import type { Provider, ProviderBase, Scheme } from '../provider.js'
import { type ChosenScheme, chooseSchemes } from '../scheme-choice.js'
import type { CustomSigner } from './custom-signer.js'
import type { Draft, Write } from './draft.js'
import type { SigningKeys } from './keys.js'
import type { WritePayload } from './payloads.js'
import type { Signer } from './signers.js'

/** What a provider says that sends bodies of any type. */
const ANY = '*/*'

/** The secrets are given as to `createReceiver`. */
export interface SignOptions extends Pick<ReceiverOptions, 'secret' | 'secrets' | 'auth'> {
  /** What signs where the provider has a private key: the test's own, such as `generateKeys()` makes. */
  readonly keys?: (SigningKeys & { readonly secrets?: SchemeInputs | undefined }) | undefined
  /** Makes the proofs that the consumer judges itself, by name. */
  readonly custom?: Readonly<Record<string, CustomSigner>> | undefined
  /** Where the delivery goes; a local address unless given. */
  readonly url?: string | undefined
  readonly method?: string | undefined
  /** The event's id; a new one unless given. */
  readonly id?: string | undefined
  /** When it is signed, in milliseconds since the epoch; now unless given. */
  readonly timestamp?: number | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** The exact body, in place of the payload. Where the proof stands in the body, it is written into it. */
  readonly body?: string | Uint8Array | undefined
}

const RULES: OptionRules<SignOptions> = {
  secret: 'other',
  secrets: 'other',
  auth: 'other',
  keys: 'other',
  custom: 'other',
  url: 'other',
  method: 'other',
  id: 'other',
  timestamp: 'other',
  headers: 'other',
  body: 'other',
}

/** How a provider's deliveries are built; the generator prints it. */
export interface SigningRecipe {
  readonly writePayload: WritePayload
  readonly writeType: Write | undefined
  readonly writeId: Write | undefined
  /** Whether a name can be read only where the proof holds. */
  readonly isNameProven: boolean
  /** Whether an id goes where the schemas describe it: then only the one that the test asks for. */
  readonly isIdInBody: boolean
  /** By scheme; text says why a test cannot make the proof. */
  readonly signers: Readonly<Record<string, readonly Signer[] | string>>
}

/**
 * A signed delivery.
 *
 * @throws {SecretInvalid} `ERR_SECRET_INVALID`
 * @throws {TypeError} where the proof cannot be made with what is given
 */
export async function signWith(
  provider: ProviderBase,
  recipe: SigningRecipe,
  event: { readonly name: string; readonly payload: unknown },
  options: SignOptions,
): Promise<Request> {
  checkOptions('sign options', options, RULES)
  const { scheme, source, tools } = choose(provider, options)
  const signers = recipe.signers[scheme.name] ?? 'nothing is known of it'
  if (typeof signers === 'string') {
    const place = `the scheme ${scheme.name} of ${provider.name}`
    throw new TypeError(`${place} cannot be signed by a test: ${signers}`)
  }
  const draft = startDraft(provider, recipe, event, options)
  if (!recipe.isNameProven) assertNamed(provider, draft, event.name, options)
  const { keys, custom = {}, timestamp: now = Date.now() } = options
  const context = { ...tools, secrets: await source.resolve(headOf(draft)), now, keys, custom }
  for (const sign of signers) await sign(draft, viewOf, context)
  // A copy: the platform's type for bodies does not take bytes of shared memory.
  const body = ['GET', 'HEAD'].includes(draft.method) ? null : new Uint8Array(draft.body)
  return new Request(draft.url, { method: draft.method, headers: [...draft.headers], body })
}

/** Only a receiver asks of its options what proofs need that are no secrets. */
function choose(provider: ProviderBase, options: SignOptions): ChosenScheme {
  const schemes = provider.schemes.map((scheme): Scheme => {
    const { configure: _, ...proof } = scheme.proof
    return { ...scheme, proof }
  })
  const nothing = { handshakes: [], events: new Map(), groups: new Map() }
  const whole: Provider = { ...provider, ...nothing, schemes }
  const [chosen] = chooseSchemes(whole, { ...withSecretsOf(options), acceptUnsigned: true })
  if (chosen === undefined) throw new TypeError(`${provider.name} has no scheme`)
  return chosen
}

function withSecretsOf({ keys, secret, secrets, auth }: SignOptions): ReceiverOptions {
  const brought = keys?.secrets ?? {}
  if (secret !== undefined || Object.keys(brought).length === 0) {
    return withoutUndefined({ secret, secrets, auth })
  }
  if (auth === undefined) return { secrets: { ...brought, ...secrets } }
  const all = Object.entries(auth).map(([name, given]) => [name, given && { ...brought, ...given }])
  return withoutUndefined({ secrets, auth: Object.fromEntries(all) })
}

// What a test leaves open is no guard: nothing is verified here.
function withoutUndefined(options: ReceiverOptions): ReceiverOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}

function startDraft(
  provider: ProviderBase,
  recipe: SigningRecipe,
  { name, payload }: { readonly name: string; readonly payload: unknown },
  { body, headers = {}, id, method, url }: SignOptions,
): Draft {
  const [contentType] = provider.contentTypes.filter((type) => type.includes('/'))
  const type = contentType === ANY ? 'text/plain' : (contentType ?? 'application/json')
  const draft: Draft = {
    method: method ?? provider.methods[0] ?? 'POST',
    // As the request will have it: a proof may cover it letter by letter.
    url: new URL(url ?? 'http://localhost/webhooks').href,
    headers: new Map([['content-type', type]]),
    body: new Uint8Array(),
    parts: new Map(),
    item: undefined,
  }
  recipe.writePayload(draft, payload)
  if (typeof body === 'string') draft.body = utf8(body)
  else if (body !== undefined) draft.body = copyBytes(body)
  const made = draft.body
  // A name that is composed may have a part in them.
  addHeaders(draft, headers)
  recipe.writeType?.(draft, name)
  if (!recipe.isIdInBody) recipe.writeId?.(draft, id ?? crypto.randomUUID())
  else if (id !== undefined) recipe.writeId?.(draft, id)
  if (body !== undefined) draft.body = made
  draft.item = undefined
  addHeaders(draft, headers)
  return draft
}

function addHeaders(draft: Draft, headers: NonNullable<SignOptions['headers']>): void {
  for (const [header, value] of Object.entries(headers)) {
    draft.headers.set(header.toLowerCase(), value)
  }
}

/**
 * The receiver has to read the name that is meant; a test that says by its own body or headers what
 * it is named means another.
 *
 * @throws {TypeError}
 */
function assertNamed(
  provider: ProviderBase,
  draft: Draft,
  name: string,
  { body, headers = {} }: SignOptions,
): void {
  if (body !== undefined) return
  const named = nameOf(provider, draft)
  if (named === name) return
  const kept = [...draft.headers].filter(([header]) => !hasHeader(headers, header))
  if (named !== nameOf(provider, { ...draft, headers: new Map(kept) })) return
  throw new TypeError(
    `the delivery cannot be named ${JSON.stringify(name)}, as the receiver would find ${named === undefined ? 'no name' : 'another name'} in it: put what ${provider.name} reads the name of events from into the payload, or give it as headers`,
  )
}

/** A delivery that cannot be read has no name either. */
function nameOf(provider: ProviderBase, draft: Draft): string | undefined {
  try {
    const delivery = viewOf(draft)
    const [item] = provider.batch?.(delivery) ?? []
    return provider.eventName(item === undefined ? delivery : withItem(delivery, item))
  } catch {
    return undefined
  }
}

function hasHeader(headers: Readonly<Record<string, string>>, name: string): boolean {
  return Object.keys(headers).some((header) => header.toLowerCase() === name)
}

function headOf(draft: Draft): Head {
  const headers = viewHeaders([...draft.headers])
  return { method: draft.method, url: draft.url, headers, platform: [] }
}

function viewOf(draft: Draft): Delivery {
  return createDelivery(headOf(draft), draft.body)
}
