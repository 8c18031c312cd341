/** Chains of crafted certificates, and what the two readers of chains say of them. */
import { leadsToRoot } from '../../../templates/runtime/auth/certificate-chain.js'
import { leadsToAuthority } from '../../../templates/runtime/auth/client-path.js'
import { parseCertificate } from '../../../templates/runtime/auth/x509.js'
import { AUTHORITY, CLIENT, type Craft, type Crafted, craft, NOW } from './crafted-certificates.js'

export const root = craft({ name: 'root', extensions: AUTHORITY })
export const middle = craft({ name: 'middle', issuer: root, extensions: AUTHORITY })

/** Whether the first one is believed, by the chain of a token and by the path of a client. */
export async function verdicts(chain: readonly Crafted[], trusted: Crafted = root) {
  const all = chain.map(({ der }) => parseCertificate(der))
  const [leaf, ...intermediates] = all.filter((one) => one !== undefined)
  const roots = [parseCertificate(trusted.der)].filter((one) => one !== undefined)
  if (leaf === undefined || all.includes(undefined)) return [false, false]
  const whole = [leaf, ...intermediates]
  return [
    await leadsToRoot(whole, { roots, now: NOW, leafOids: [], intermediateOids: [] }),
    await leadsToAuthority(leaf, { intermediates, authorities: roots, now: NOW }),
  ]
}

export const asLeaf = (wish: Partial<Craft>) => [
  craft({ name: 'leaf', issuer: middle, extensions: [CLIENT], ...wish }),
  middle,
]
export const asAuthority = (wish: Partial<Craft>) => {
  const own = craft({ name: 'own', issuer: root, extensions: AUTHORITY, ...wish })
  return [craft({ name: 'leaf', issuer: own, extensions: [CLIENT] }), own]
}
