/** Decides, when a receiver is created, which schemes the consumer's secrets choose. */
import { refuseEmpty } from './check-options.js'
import { SecretInvalid } from './errors.js'
import { nearest } from './nearest.js'
import type { ReceiverOptions, SchemeInputs } from './options.js'
import type { Proof, ProofContext } from './proof.js'
import type { Provider, Scheme } from './provider.js'
import { createSecretSource, type SecretInputs, type SecretSource } from './secrets.js'

/** A scheme, and the secrets to judge it with. */
export interface ChosenScheme {
  readonly scheme: Scheme
  readonly source: SecretSource
  readonly tools: Pick<ProofContext, 'remote' | 'settings' | 'options'>
}

interface Choice {
  readonly scheme: Scheme
  readonly given: SchemeInputs
}

/**
 * Chooses and prepares the schemes: one, unless `accept` is `'any'`.
 *
 * @throws {SecretInvalid} `ERR_SECRET_INVALID`
 * @throws {TypeError} where the options contradict each other or the provider
 */
export function chooseSchemes(
  provider: Provider,
  options: ReceiverOptions,
): readonly ChosenScheme[] {
  const ways = [options.secret, options.secrets, options.auth].filter((way) => way !== undefined)
  if (ways.length > 1) throw new TypeError('give one of secret, secrets and auth, not several')
  const choices = choose(provider, options)
  // Where the scheme needs one, it has been missed by now; elsewhere it would be one check less.
  if ('secret' in options && (options.secret ?? undefined) === undefined) {
    throw new SecretInvalid('secret is given and empty: is an environment variable unset?')
  }
  if (choices.length > 1 && options.accept !== 'any') {
    const names = choices.map(({ scheme }) => scheme.name).join(', ')
    throw new TypeError(`auth names several schemes (${names}): give one, or accept: 'any' as well`)
  }
  const chosen = choices.map(({ scheme, given }, index): ChosenScheme => {
    checkUnsigned(scheme, options)
    const { limits, secretStore } = options
    const secrets = secretsOf(scheme, given)
    const source = createSecretSource(scheme.secrets, secrets, secretStore, limits?.callSeconds)
    // Handshakes with a proof of their own are judged with the secrets that were given first.
    for (const proof of [scheme.proof, ...(index === 0 ? handshakeProofs(provider) : [])]) {
      proof.configure?.(options)
      if (source.static !== undefined) proof.prepare(source.static)
    }
    const settings = scheme.settings?.read(given)
    const remote = scheme.remote?.(options)
    return { scheme, source, tools: { remote, settings, options } }
  })
  checkKeyOrigins(options, chosen)
  return chosen
}

/** An origin that nobody asks is a mistake: its author thinks that the keys come from another. */
function checkKeyOrigins(
  { keyOrigins = {} }: ReceiverOptions,
  chosen: readonly ChosenScheme[],
): void {
  for (const origin of Object.keys(keyOrigins)) {
    const objections = chosen.map(({ scheme: { name }, tools: { remote } }) => {
      if (remote !== undefined) return remote.objection(origin)
      return `the keys of the scheme ${name} are given, and not fetched`
    })
    if (objections.every((objection) => objection !== undefined)) {
      throw new TypeError(`keyOrigins names ${origin}, and ${objections[0]}`)
    }
  }
}

function handshakeProofs({ handshakes }: Provider): readonly Proof[] {
  return handshakes.flatMap(({ verify }) => (typeof verify === 'object' ? [verify] : []))
}

/** What was given, the scheme's settings aside. */
function secretsOf(scheme: Scheme, given: SchemeInputs): SecretInputs {
  const { settings } = scheme
  // Sound: what is no secret is refused where the values of secrets are read.
  if (settings === undefined) return given as SecretInputs
  const unknown = Object.keys(given).find((name) => !namesOf(scheme).has(name))
  if (unknown !== undefined) {
    const names = [...namesOf(scheme)].join(', ')
    throw new TypeError(`the scheme ${scheme.name} takes no ${unknown}: it takes ${names}`)
  }
  const others = Object.entries(given).filter(([name]) => !settings.names.includes(name))
  return Object.fromEntries(others) as SecretInputs
}

function choose(provider: Provider, options: ReceiverOptions): readonly Choice[] {
  if (options.auth !== undefined) return chooseByName(provider, options.auth)
  const [first] = provider.schemes
  if (first === undefined) throw new TypeError(`${provider.name} has no scheme`)
  if (options.secrets !== undefined) return chooseBySecrets(provider, first, options)
  return [{ scheme: first, given: shortForm(first, options) }]
}

function chooseByName(
  provider: Provider,
  auth: NonNullable<ReceiverOptions['auth']>,
): readonly Choice[] {
  const choices = Object.entries(auth).map(([name, given]) => {
    refuseEmpty(`auth.${name}`, given)
    const scheme = provider.schemes.find((known) => known.name === name)
    if (scheme !== undefined) return { scheme, given: given ?? {} }
    const known = provider.schemes.map((one) => one.name)
    const meant = nearest(name, known) ?? known.join(', ')
    throw new TypeError(`${provider.name} has no scheme named "${name}": did you mean ${meant}?`)
  })
  if (choices.length === 0) throw new TypeError('auth names no scheme: give one with its secrets')
  return choices
}

// The names given decide. Where they fit several schemes, the provider's order does.
function chooseBySecrets(
  provider: Provider,
  first: Scheme,
  { secrets = {}, accept }: ReceiverOptions,
): readonly Choice[] {
  if (accept === 'any') {
    const fitting = provider.schemes
      .map((scheme) => ({ scheme, given: pickDeclared(scheme, secrets) }))
      .filter(({ scheme, given }) => Object.keys(given).length > 0 && fits(scheme, given))
    const used = new Set(fitting.flatMap(({ given }) => Object.keys(given)))
    if (fitting.length > 0 && Object.keys(secrets).every((name) => used.has(name))) return fitting
  }
  const { schemes } = provider
  const isNamed = Object.keys(secrets).length > 0
  const fitting = isNamed ? schemes.find((one) => fits(one, secrets)) : undefined
  const taking = isNamed ? schemes.find((one) => takes(one, secrets)) : undefined
  return [{ scheme: fitting ?? taking ?? first, given: secrets }]
}

function fits(scheme: Scheme, given: SchemeInputs): boolean {
  if (!takes(scheme, given)) return false
  return scheme.secrets.every(({ name, optional }) => optional || Object.hasOwn(given, name))
}

function takes(scheme: Scheme, given: SchemeInputs): boolean {
  const known = namesOf(scheme)
  return Object.keys(given).every((name) => known.has(name))
}

function pickDeclared(scheme: Scheme, secrets: SchemeInputs): SchemeInputs {
  const known = namesOf(scheme)
  return Object.fromEntries(Object.entries(secrets).filter(([name]) => known.has(name)))
}

function namesOf({ secrets, settings }: Scheme): ReadonlySet<string> {
  return new Set([...secrets.map(({ name }) => name), ...(settings?.names ?? [])])
}

function shortForm(scheme: Scheme, { secret }: ReceiverOptions): SchemeInputs {
  const required = scheme.secrets.filter(({ optional }) => !optional)
  const candidates = required.length > 0 ? required : scheme.secrets
  const [only, ...others] = candidates
  if (secret === undefined) {
    if (required.length === 0) return {}
    const names = required.map(({ name }) => name).join(', ')
    const form = others.length === 0 ? 'secret: …' : `secrets: { ${names} }`
    throw new SecretInvalid(
      `the scheme ${scheme.name} needs ${names}: create the receiver with { ${form} }; is an environment variable unset?`,
    )
  }
  if (only !== undefined && others.length === 0) return { [only.name]: secret }
  const names = candidates.map(({ name }) => name).join(', ')
  throw new TypeError(
    only === undefined
      ? `the scheme ${scheme.name} takes no secret`
      : `the scheme ${scheme.name} has several secrets: give secrets: { ${names} }`,
  )
}

function checkUnsigned(scheme: Scheme, { acceptUnsigned }: ReceiverOptions): void {
  if (scheme.unsigned === true && acceptUnsigned !== true) {
    throw new TypeError(
      `the scheme ${scheme.name} proves nothing, so anybody may call: say acceptUnsigned: true if that is meant`,
    )
  }
}
