/** Emits `src/index.ts`: what a consumer imports. */

import { BEARER_SECRET } from '../auth/proofs/oauth2.js'
import { leavesOf } from '../auth/rules/leaves.js'
import type { SchemePlan, SecretPlan } from '../auth/types.js'
import type { Catalog } from '../catalog/types.js'
import { BANNER } from '../print/banner.js'
import { propertyKey } from '../print/literals.js'
import { render } from '../print/templates.js'
import { receivedParts, receiverParts } from './receiver-type.js'
import { confirmingTypes, modesOf, waitsForRegistrations } from './registrations.js'
import type { OutputFile } from './types.js'

export function emitIndex(catalog: Catalog): readonly OutputFile[] {
  const customs = customsOf(catalog.auth.schemes)
  const content = render('glue/index.ts.hbs', {
    banner: BANNER,
    title: catalog.title,
    named: catalog.auth.named,
    schemes: catalog.auth.schemes.map(({ name, secrets, settings, coverage }) => ({
      name,
      secrets: inputsType(secrets, settings),
      coverage,
    })),
    ...receivedParts(catalog),
    hydrates: catalog.hydrate !== undefined,
    oauth2: catalog.auth.schemes.some(({ settings }) => settings === 'oauth2'),
    customs,
    customNeeded: customs.some(({ needed }) => needed),
    modes: modesOf(catalog),
    waits: waitsForRegistrations(catalog),
    unoffered: unofferedOptions(catalog),
    sharedKey: catalog.sender.sharedKey,
    ...confirmingTypes(catalog),
    ...receiverParts(catalog),
  })
  return [{ path: 'src/index.ts', content }]
}

/** The functions that the consumer gives; needed where no scheme can do without. */
function customsOf(schemes: Catalog['auth']['schemes']) {
  const each = schemes.map(({ proof }) =>
    leavesOf(proof).flatMap((leaf) => (leaf.kind === 'custom' ? [leaf.name] : [])),
  )
  return [...new Set(each.flat())].map((name) => ({
    name,
    needed: each.every((names) => names.includes(name)),
  }))
}

/** Options that would be of no use with this provider. */
function unofferedOptions(catalog: Catalog): readonly string[] {
  const options: string[] = []
  if (catalog.hydrate === undefined) options.push('hydrate')
  if (!hasBuiltInKeys(catalog)) options.push('testKeys')
  if (catalog.source.account === undefined) options.push('account')
  if (!waitsForRegistrations(catalog)) options.push('secretStore')
  return options
}

/** Whether a scheme is verified with keys of the provider that are in the SDK. */
export function hasBuiltInKeys({ auth }: Catalog): boolean {
  const leaves = auth.schemes.flatMap(({ proof }) => leavesOf(proof))
  return leaves.some((leaf) => 'key' in leaf && leaf.key?.kind === 'constant')
}

/** The type of what the consumer gives for a scheme. */
function inputsType(secrets: readonly SecretPlan[], settings: SchemePlan['settings']): string {
  if (settings === undefined) return secretsType(secrets)
  const others = secrets.filter(({ name }) => name !== BEARER_SECRET)
  return others.length === 0 ? 'OAuth2Options' : `(${secretsType(others)} & OAuth2Options)`
}

/** Secrets by name; an unset environment variable is undefined. */
function secretsType(secrets: readonly SecretPlan[]): string {
  const members = secrets.map(
    ({ name, optional }) =>
      `readonly ${propertyKey(name)}${optional ? '?' : ''}: SecretInput | undefined`,
  )
  return members.length === 0 ? '{}' : `{ ${members.join('; ')} }`
}
