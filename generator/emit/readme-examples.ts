/** What a README shows of the options of a receiver, and of those that its tests take. */
import { leavesOf } from '../auth/rules/leaves.js'
import type { SchemePlan } from '../auth/types.js'
import type { Catalog } from '../catalog/types.js'
import { json, propertyKey } from '../print/literals.js'
import { describeSigning } from './testing.js'

/** Object literals of TypeScript. */
export interface Examples {
  readonly receiver: string
  /** Of a receiver under test, and of `sign`; absent where a test cannot sign. */
  readonly tested: { readonly receiver: string; readonly sign: string } | undefined
  /** Whether the receiver keeps secrets that the provider hands over. */
  readonly hasStore: boolean
  /** Whether tests make keys of their own. */
  readonly hasKeys: boolean
}

const STORE = "secretStore: memorySecretStore({ pending: ['default'] })"

/** Of the first scheme, which a receiver has where nothing is said. */
export function readmeExamples(catalog: Catalog): Examples {
  const [scheme] = catalog.auth.schemes
  const [signing] = describeSigning(catalog)
  const account =
    catalog.sender.sharedKey === undefined ? [] : ['account: process.env.WEBHOOK_ACCOUNT']
  const given = scheme === undefined ? [] : givenFor(scheme, catalog.auth.named)
  const hasStore = scheme?.secrets.some(({ registration }) => registration !== undefined) === true
  const hasKeys = signing?.needsKeys === true
  const receiver = object([...account, ...(hasStore ? [STORE] : given)])
  if (scheme === undefined || signing?.isPossible !== true) {
    return { receiver, tested: undefined, hasStore, hasKeys: false }
  }
  const connection = demandsTls(scheme) ? ['transport: () => ({ encrypted: true })'] : []
  const underTest = hasKeys ? withKeys(scheme, catalog) : [...given, ...customOf(scheme)]
  const forSign = hasKeys ? ['keys', ...settingsOf(scheme, catalog.auth.named)] : secretsOf(scheme)
  const tested = {
    receiver: object([...account, ...new Set(underTest), ...connection]),
    sign: object(forSign),
  }
  return { receiver, tested, hasStore, hasKeys }
}

/** Whether every delivery has to come over HTTPS, whatever else proves it. */
export function demandsTls({ proof }: SchemePlan): boolean {
  return leavesOf(proof).some((leaf) => leaf.kind === 'transport' && leaf.https)
}

/** What a receiver has to be given: nothing where all that it needs is built in. */
function givenFor(scheme: SchemePlan, isNamed: boolean): readonly string[] {
  if (scheme.settings !== undefined) return settingsOf(scheme, isNamed)
  const unsigned = scheme.unsigned ? ['acceptUnsigned: true'] : []
  return [...secretsOf(scheme), ...customOf(scheme), ...unsigned]
}

function settingsOf({ name, settings }: SchemePlan, isNamed: boolean): readonly string[] {
  if (settings === undefined) return []
  const members =
    "{ issuer: 'https://login.example.com', audience: 'https://example.com/webhooks' }"
  return [isNamed ? `auth: { ${propertyKey(name)}: ${members} }` : `secrets: ${members}`]
}

/** Names of secrets are identifiers: the config schema sees to it. */
function secretsOf({ secrets }: SchemePlan): readonly string[] {
  if (secrets.length === 0) return []
  if (secrets.length === 1) return ['secret: process.env.WEBHOOK_SECRET']
  const all = secrets.map(({ name }) => `${name}: process.env.WEBHOOK_${name.toUpperCase()}`)
  return [`secrets: { ${all.join(', ')} }`]
}

/** The proofs that the consumer judges: nothing is taken until it says how. */
function customOf({ proof }: SchemePlan): readonly string[] {
  const names = leavesOf(proof).flatMap((leaf) => (leaf.kind === 'custom' ? [leaf.name] : []))
  if (names.length === 0) return []
  const judges = [...new Set(names)].map((name) => `${propertyKey(name)}: () => false`)
  return [`custom: { ${judges.join(', ')} }`]
}

function withKeys(scheme: SchemePlan, { auth }: Catalog): readonly string[] {
  const isBuiltIn = leavesOf(scheme.proof).some(
    (leaf) => 'key' in leaf && leaf.key?.kind === 'constant',
  )
  const secrets = scheme.secrets.map(({ name }) => `${name}: keys.secrets[${json(name)}]`)
  const all = `{ ${secrets.join(', ')} }`
  return [
    ...(scheme.settings === undefined && secrets.length > 0
      ? [auth.named ? `auth: { ${propertyKey(scheme.name)}: ${all} }` : `secrets: ${all}`]
      : []),
    ...settingsOf(scheme, auth.named),
    ...(isBuiltIn ? ['testKeys: keys.testKeys'] : ['fetch: keys.fetch']),
    ...customOf(scheme),
  ]
}

function object(members: readonly string[]): string {
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}
