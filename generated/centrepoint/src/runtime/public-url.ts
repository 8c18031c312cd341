/** The URL that the provider signed, which a receiver behind a proxy has to be told. */
import { withoutTail } from './ends.js'

/**
 * Checks the consumer's `publicUrl` and drops the slash at its end.
 *
 * @throws {TypeError} where it is no absolute http(s) URL, or has more than a path
 */
export function checkPublicUrl(publicUrl: string): string {
  const rule = `publicUrl must be scheme, host and mount prefix, such as https://example.com/hooks`
  let url: URL
  try {
    url = new URL(publicUrl)
  } catch {
    throw new TypeError(rule)
  }
  const isHttp = url.protocol === 'https:' || url.protocol === 'http:'
  if (!isHttp || /[?#@\s]/.test(publicUrl)) throw new TypeError(rule)
  return withoutTail(publicUrl, '/')
}

/**
 * Puts `publicUrl` before the raw path and query of the request. A prefix that the request still
 * has (no proxy stripped it) is not put there twice.
 */
export function applyPublicUrl(publicUrl: string, requestUrl: string): string {
  const raw = requestUrl.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '').replace(/#.*$/s, '')
  const prefix = publicUrl.replace(/^[a-z]+:\/\/[^/]*/i, '')
  const isPrefixed = raw.startsWith(prefix) && /^(?:$|[/?])/.test(raw.slice(prefix.length))
  return publicUrl + (isPrefixed ? raw.slice(prefix.length) : raw)
}
