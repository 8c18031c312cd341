/** The key of a certificate whose URL the delivery names: from the provider's own hosts only. */
import { SecretUnavailable } from '../errors.js'
import { asText } from '../expr/value.js'
import { ask } from '../remote/ask.js'
import { FetchCache, type Fetched, KEY_AGE } from '../remote/cache.js'
import { resolveOrigin } from '../remote/origins.js'
import { ownRemote } from '../remote/own.js'
import type { Remote } from '../remote.js'
import type { KeyRequest } from './algorithm.js'
import { leadsToRoot } from './certificate-chain.js'
import { readCertificates, rootsOf } from './certificates.js'
import { pinnedTo, type UrlPins } from './pinned-url.js'
import type { FoundKey, PublicKeySource } from './public-keys.js'
import { bearsName } from './subject-names.js'
import type { Certificate } from './x509.js'

export interface CertificateRule extends UrlPins {
  readonly url: (
    delivery: KeyRequest['delivery'],
    context: KeyRequest['context'],
  ) => string | undefined
  /** Names of which the certificate must bear one, where there are any. */
  readonly names: readonly string[]
  /** The secret with the roots; without, the host is all that vouches for the certificate. */
  readonly roots: string | undefined
  readonly perMinute: number
}

interface Found {
  readonly chain: readonly Certificate[]
  readonly key: FoundKey
}

export function certificateKeys(rule: CertificateRule): PublicKeySource {
  const caches = new WeakMap<Remote, FetchCache<Found>>()
  const isPinned = pinnedTo(rule)
  const roots = rule.roots === undefined ? undefined : rootsOf(rule.roots)
  return {
    known: (secrets) => {
      roots?.read(secrets)
      return []
    },
    find: async (secrets, { delivery, context }) => {
      const text = rule.url(delivery, context)
      if (text === undefined || !isPinned(text)) return []
      const remote = context.remote ?? ownRemote
      const limits = { perMinute: rule.perMinute, age: KEY_AGE, namedBy: 'delivery' } as const
      const cache = caches.get(remote) ?? new FetchCache<Found>(limits)
      caches.set(remote, cache)
      const onVerified = () => cache.markVerified(text)
      const found = await cache.get(text, context.now, () => {
        return loadCertificate(text, remote, onVerified)
      })
      if (found === undefined) return []
      const trusted = roots === undefined ? undefined : roots.read(secrets)
      return (await isTrusted(found, rule, trusted, context.now)) ? [found.key] : []
    },
  }
}

async function loadCertificate(
  text: string,
  remote: Remote,
  onVerified: () => void,
): Promise<Fetched<Found>> {
  const url = resolveOrigin(text, remote)
  if (url === undefined)
    throw new SecretUnavailable('the URL of the certificate is not plain https')
  const { body, maxAge } = await ask({ url }, remote)
  if (body === undefined) return { value: undefined, maxAge }
  const chain = readCertificates(asText(body) ?? '')
  const [leaf] = chain ?? []
  if (chain === undefined || leaf === undefined) {
    throw new SecretUnavailable(`${url.hostname} gave no certificate`)
  }
  const key = { id: undefined, spki: leaf.spki, isOneOfMany: true, onVerified } as const
  return { value: { chain, key }, maxAge }
}

async function isTrusted(
  { chain }: Found,
  { names }: CertificateRule,
  roots: readonly Certificate[] | undefined,
  now: number,
): Promise<boolean> {
  const [leaf] = chain
  if (leaf === undefined || now < leaf.notBefore || now > leaf.notAfter) return false
  if (names.length > 0 && !bearsName(leaf, names)) return false
  if (roots === undefined) return true
  return leadsToRoot(chain, { roots, now, leafOids: [], intermediateOids: [] })
}
