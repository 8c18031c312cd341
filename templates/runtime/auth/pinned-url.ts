/** Which URLs that a delivery names are the provider's own. */
import { isHost } from '../remote/hosts.js'

export interface UrlPins {
  /** In lower case; `*` stands for one label, `{region}` for one that names a region of AWS. */
  readonly hosts: readonly string[]
  /** An anchored pattern for the whole path; the generator has checked it. */
  readonly path: string
}

/**
 * Tells whether a URL is one of the provider's: as it stands, for what a parser would have to
 * correct could be read as another URL by somebody else.
 */
export function pinnedTo({ hosts, path }: UrlPins): (text: string) => boolean {
  const pattern = new RegExp(path, 'u')
  return (text) => {
    const url = plainUrl(text)
    return (
      url !== undefined &&
      pattern.test(url.pathname) &&
      hosts.some((host) => isHost(url.hostname, host))
    )
  }
}

/** HTTPS on its own port, with neither user, query nor fragment. */
function plainUrl(text: string): URL | undefined {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return undefined
  }
  const isPlain = url.href === text && url.protocol === 'https:' && url.port === ''
  if (!isPlain || url.username !== '' || url.password !== '') return undefined
  return url.search === '' && url.hash === '' ? url : undefined
}
