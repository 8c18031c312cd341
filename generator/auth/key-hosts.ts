/** Which hosts a key may come from: written out, over HTTPS, on its own port. */
import { isVariable, sampleHost, sharedDomain } from './host-patterns.js'

/** Why a URL is no place for keys; undefined where it is one. */
export function urlProblem(text: string): string | undefined {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return 'the URL of a key is none'
  }
  if (url.protocol !== 'https:') return 'a key must come over https'
  if (url.username !== '' || url.password !== '') return 'the URL of a key holds a user name'
  if (url.port !== '') return 'a key must come from the port of https, 443'
  if (url.hash !== '') return 'the URL of a key has a fragment, which is never sent'
  return isName(url.hostname) ? undefined : 'a key must come from a host with a public name'
}

/** The origin of a URL whose placeholders stand behind it; undefined where it is not written out. */
export function literalOrigin(text: string): string | undefined {
  return /^(https:\/\/[a-z0-9.-]+)\/(?!\/)/i.exec(text)?.[1]?.toLowerCase()
}

/** Why a pattern would let in hosts of others; undefined where it does not. */
export function hostProblem(pattern: string): string | undefined {
  const labels = pattern.toLowerCase().split('.')
  const isShaped = labels.every((label) => isVariable(label) || isLabel(label))
  if (!isShaped) return `"${pattern}" is no host name: "*" stands for one whole label`
  const isPinned = labels.length >= 2 && !labels.slice(-2).some(isVariable)
  if (!isPinned) return `the last two labels of "${pattern}" must be written out`
  const shared = sharedDomain(pattern)
  if (shared !== undefined) {
    return `"${pattern}" lets strangers in, whom ${shared} gives names of their own`
  }
  return isName(sampleHost(pattern)) ? undefined : `"${pattern}" is no public name`
}

function isLabel(label: string): boolean {
  return /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label)
}

/** An address, or a name of the local network, is nothing that a provider publishes. */
function isName(host: string): boolean {
  const labels = host.split('.')
  return labels.length >= 2 && labels.every(isLabel) && !/^\d+$/.test(labels.at(-1) ?? '')
}
