/** Emits `src/auth.ts`: the compiled proofs, one for each scheme. */
import { Code } from '../auth/code.js'
import { printProof } from '../auth/compile.js'
import { printRegistration } from '../auth/print-handshake.js'
import { waysOf } from '../auth/proof-names.js'
import type { SchemePlan, SecretPlan } from '../auth/types.js'
import type { Catalog } from '../catalog/types.js'
import { BANNER } from '../print/banner.js'
import { json } from '../print/literals.js'
import type { OutputFile } from './types.js'

export function emitAuth(catalog: Catalog): readonly OutputFile[] {
  const code = new Code()
  const schemes = catalog.auth.schemes.map((scheme) => printScheme(scheme, code))
  const type = code.useType('Scheme', 'provider.js')
  const content = [
    BANNER,
    '/** How a delivery is proven, compiled from the auth config. */',
    code.imports(),
    '',
    `export const schemes: readonly ${type}[] = [\n${schemes.join(',\n')}\n]`,
    '',
  ].join('\n')
  return [{ path: 'src/auth.ts', content }]
}

function printScheme(scheme: SchemePlan, code: Code): string {
  const secrets = scheme.secrets.map((secret) => printSecret(secret, code))
  const members = [
    `name: ${json(scheme.name)}`,
    `secrets: [${secrets.join(', ')}]`,
    `coverage: ${json(scheme.coverage)}`,
    ...printReads(scheme),
    `needsUrl: ${scheme.needsUrl}`,
    ...(scheme.needsEncoded ? ['needsEncoded: true'] : []),
    `unsigned: ${scheme.unsigned}`,
    ...printSettings(scheme, code),
    `proof: ${printProof(scheme.proof, code)}`,
  ]
  return `{\n${members.join(',\n')}\n}`
}

/** For messages alone: what a refused delivery lacks. */
function printReads({ proof }: SchemePlan): readonly string[] {
  const ways = waysOf(proof)
  return ways.some((way) => way.length > 0) ? [`reads: ${json(ways)}`] : []
}

function printSettings({ settings, askedHosts }: SchemePlan, code: Code): readonly string[] {
  const use = (name: string) => code.use(name, 'auth/oauth2-options.js')
  return [
    ...(settings === undefined
      ? []
      : [`settings: { names: ${use('OAUTH2_SETTINGS')}, read: ${use('readOAuth2')} }`]),
    ...(askedHosts === undefined ? [] : [`remote: ${printRemote(askedHosts, code)}`]),
  ]
}

function printRemote(hosts: readonly string[], code: Code): string {
  return `(options) => ${code.use('createRemote', 'remote/origins.js')}(options, ${json(hosts)})`
}

function printSecret({ name, optional, isKey, registration }: SecretPlan, code: Code): string {
  if (registration === undefined) return json({ name, optional, ...(isKey && { isKey }) })
  const key = printRegistration(registration, code)
  return `{ name: ${json(name)}, optional: ${optional}, registration: ${key} }`
}
