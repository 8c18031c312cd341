/** Builds the catalog: what was loaded, checked, named and frozen. Pure. */

import { reportCredentials } from '../auth/credentials.js'
import { contentTypesOf } from '../auth/event-rules.js'
import { planHandshakes } from '../auth/handshakes.js'
import { planHydrate, resourceFiles } from '../auth/hydrate.js'
import { checkOracleEvents } from '../auth/oracle-events.js'
import { planAuth } from '../auth/plan.js'
import { planEvents } from '../auth/plan-events.js'
import { list, member, object, string } from '../auth/read.js'
import { planRespond } from '../auth/respond.js'
import { completeAuth, reportAccount } from '../auth/secrets.js'
import { planSender } from '../auth/sender.js'
import { planSequence, reportSequence } from '../auth/sequence.js'
import { Spot } from '../auth/spot.js'
import { isPublic, isUnwrapped } from '../auth/strength.js'
import { planSubscriptions } from '../auth/subscriptions.js'
import type { AuthPlan, EventSource } from '../auth/types.js'
import type { ProviderConfig } from '../config/types.js'
import type { Diagnostics } from '../diagnostics.js'
import type { LoadedSchemas } from '../load/types.js'
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import { descentOf } from './body.js'
import { reportBundles } from './bundles.js'
import { buildDefinitions } from './definitions.js'
import { buildEvents, buildGroups, nameEvents } from './events.js'
import { readNames } from './explicit-names.js'
import { expandInheritance } from './inheritance.js'
import { loadingOf } from './narrow.js'
import { readRenames, reportIdleRenames } from './renames.js'
import { buildResources, findResources } from './resources.js'
import { reportSiblings } from './siblings.js'
import { typeForm } from './type-form.js'
import type { Catalog, Definition, PackageInfo } from './types.js'
import { planValidation } from './validation.js'
import { inputKey, type NamingConfig } from './wire-names.js'

/** As the config schema has it for `provider`. */
const MAX_PROVIDER_LENGTH = 64

/** What loading needs of a config. */
export function inputOptions(config: ProviderConfig): InputConfig {
  const events = object(member(config.value, 'events'))
  const format = member(events, 'format')
  return {
    patterns: schemaPatterns(config),
    resources: resourceFiles(config.value),
    format: format === 'form' || format === 'text' ? format : 'json',
    field: fieldOf(member(events, 'payload')),
    key: string(member(events, 'key')),
    callbacks: member(events, 'callbacks') === true,
  }
}

interface InputConfig {
  /** Globs. */
  readonly patterns: readonly string[] | undefined
  /** The schemas that describe no event. */
  readonly resources: readonly string[]
  readonly format: 'json' | 'form' | 'text'
  /** The field of a form that carries the event. */
  readonly field: string | undefined
  readonly key: string | undefined
  readonly callbacks: boolean
}

/** Of `{form:payload}` alone: behind a filter, the field holds more than the event. */
function fieldOf(payload: JsonValue | undefined): string | undefined {
  const from = string(member(object(payload), 'from')) ?? ''
  return /^\{form:([^|{}:\\]+)\}$/.exec(from)?.[1]
}

function schemaPatterns(config: ProviderConfig): readonly string[] | undefined {
  const patterns = member(object(member(config.value, 'events')), 'schemas')
  if (patterns === undefined) return undefined
  return typeof patterns === 'string' ? [patterns] : strings(patterns)
}

/** Reports what is wrong; the catalog of a run that reported an error is never emitted. */
export function buildCatalog(
  folderName: string,
  config: ProviderConfig,
  given: LoadedSchemas,
  diagnostics: Diagnostics,
): Catalog {
  const spot = new Spot(diagnostics, config.file, config.locate)
  const source = planEvents(config.value, spot)
  const proofs = planAuth(config.value, source, spot)
  const handshakes = planHandshakes(config.value, proofs, spot)
  const auth = completeAuth(proofs, handshakes, config.value, spot)
  checkOracleEvents({ auth, handshakes }, source, spot)
  const naming = readNaming(config, given, source, spot)
  const loading = loadingOf(given)
  expandInheritance(loading)
  const { loaded } = loading
  const roots = nameEvents(loading, naming, diagnostics)
  reportBundles(roots, { loaded, config: naming }, diagnostics)
  const names = roots.map(({ name }) => name)
  const hydrate = planHydrate(config.value, source, spot)
  const resources = findResources(hydrate, names, loaded, spot)
  const places = resources.map(({ file }) => ({ file, pointer: '' }))
  const definitions = buildDefinitions(loaded, roots, places)
  const provider = string(member(config.value, 'provider')) ?? safeName(folderName)
  const title = string(member(config.value, 'title')) ?? provider
  reportSiblings(loaded, diagnostics)
  const sequence = planSequence(config.value, source, spot)
  reportReading(auth, { sequence, source, hydrate, handshakes }, spot)
  const respond = planRespond(config.value, spot)
  const sender = planSender(config.value, respond, spot)
  return deepFreeze({
    provider,
    title,
    package: packageInfo(config.value, provider),
    events: buildEvents(loaded, roots, definitions),
    groups: buildGroups(names, naming.separator),
    hydrate,
    resources: buildResources(resources, definitions),
    definitions: sorted(definitions.values()),
    source,
    auth,
    handshakes,
    respond,
    subscriptions: planSubscriptions(config.value, auth, spot),
    methods: optionalStrings(config.value, 'methods') ?? ['POST'],
    contentTypes: optionalStrings(config.value, 'contentTypes') ?? contentTypesOf(source),
    validation: planValidation(config.value, sender, spot),
    sender,
    sequence,
  })
}

/** What the config says of the names of events. */
function readNaming(
  config: ProviderConfig,
  given: LoadedSchemas,
  source: EventSource,
  spot: Spot,
): NamingConfig {
  const events = object(member(config.value, 'events'))
  const naming = {
    names: readNames(object(member(events, 'names')), given, spot.at('events', 'names')),
    separator: string(member(events, 'separator')) ?? '.',
    patterns: schemaPatterns(config),
    rename: readRenames(member(events, 'rename'), spot.at('events', 'rename')),
    form: typeForm(source),
    descent: descentOf(source),
    onlyLatest: member(events, 'versions') === 'latest',
  }
  const keys = given.events.map((event) => inputKey(event, naming))
  reportIdleRenames(keys, naming.rename, spot.at('events', 'rename'))
  return naming
}

/** Each definition once, however many places have it. */
function sorted(definitions: Iterable<Definition>): readonly Definition[] {
  return [...new Set(definitions)].sort((a, b) => (a.identifier < b.identifier ? -1 : 1))
}

function packageInfo(config: JsonObject, provider: string): PackageInfo {
  const info = object(member(config, 'package'))
  return {
    name: string(member(info, 'name')) ?? `${provider}-webhooks`,
    version: string(member(info, 'version')) ?? '0.1.0',
    license: string(member(info, 'license')) ?? 'UNLICENSED',
    description: string(member(info, 'description')) ?? string(member(config, 'description')),
    repository: string(member(info, 'repository')),
    publishConfig: optionalObject(member(info, 'publishConfig')),
  }
}

function optionalObject(value: JsonValue | undefined): JsonObject | undefined {
  return isObject(value) ? value : undefined
}

/** Warns of what is read of a delivery and not proven, or not there for long. */
function reportReading(
  auth: AuthPlan,
  reading: Pick<Catalog, 'handshakes' | 'hydrate' | 'sequence' | 'source'>,
  spot: Spot,
): void {
  reportGaps(auth, reading.source, spot)
  reportAccount(auth, reading.source, spot)
  reportSequence(auth, reading, spot)
  reportCredentials(auth, reading, spot)
}

/** What a scheme does not prove is stated where it is configured; it is often the sender's choice. */
function reportGaps(auth: AuthPlan, source: EventSource, spot: Spot): void {
  for (const { name, coverage, proof, unsigned } of auth.schemes) {
    if (unsigned) continue
    const gaps = (['body', 'timestamp', 'type', 'id'] as const).filter(
      (part) =>
        !coverage[part] &&
        !(part === 'id' && source.id === undefined) &&
        // Where the token is the event, the body is neither proven nor read.
        !(part === 'body' && isUnwrapped(proof)),
    )
    const place = auth.named ? spot.at('auth', 'schemes', name) : spot.at('auth')
    if (gaps.length > 0) {
      place.warning('WARN_COVERAGE', `the proof does not cover: ${gaps.join(', ')}`)
    }
    if (isPublic(proof)) {
      const message = 'the proof needs no secret: whoever knows the rule can make it'
      place.warning('WARN_PROOF_PUBLIC', message)
    }
  }
}

/** The name of a folder as the name of a folder and of a package. */
function safeName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .slice(0, MAX_PROVIDER_LENGTH)
  return name.replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '') || 'provider'
}

function optionalStrings(config: JsonObject, key: string): readonly string[] | undefined {
  const value = member(config, key)
  return value === undefined ? undefined : strings(value)
}

function strings(value: Parameters<typeof list>[0]): readonly string[] {
  return list(value).flatMap((item) => (typeof item === 'string' ? [item] : []))
}

/** Freezes all the way down, without recursion: a schema may be as deep as its author likes. */
function deepFreeze<T>(root: T): T {
  const open: unknown[] = [root]
  while (open.length > 0) {
    const value = open.pop()
    if (typeof value !== 'object' || value === null || Object.isFrozen(value)) continue
    Object.freeze(value)
    for (const item of Object.values(value)) open.push(item)
  }
  return root
}
