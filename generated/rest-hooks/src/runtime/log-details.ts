/** What log lines say of errors and deliveries; made only where something failed. */
import type { Credentials } from './provider.js'
import { withoutParameters } from './without-proof.js'

/** One error of a chain of causes, the outermost first. */
export interface LoggedCause {
  readonly name: string
  readonly message: string
  /** As the platform, a driver or this package calls it, such as `ECONNREFUSED`. */
  readonly code?: string | undefined
}

const MOST_CAUSES = 8
const LONGEST_MESSAGE = 300
const LONGEST_PATH = 200

/**
 * What an error was caused by, down to the first cause: that of each handler, where several failed.
 * The message of a SyntaxError is left out, as that of `JSON.parse` quotes what it could not read.
 */
export function causesOf(error: Error): readonly LoggedCause[] | undefined {
  const causes: LoggedCause[] = []
  const seen = new Set<unknown>([error])
  const follow = (from: unknown) => {
    for (const cause of below(from)) {
      if (seen.has(cause) || causes.length === MOST_CAUSES) continue
      seen.add(cause)
      causes.push(describe(cause))
      follow(cause)
    }
  }
  follow(error)
  return causes.length === 0 ? undefined : causes
}

/** The path of a URL as far as it is plain, without what a proof reads. */
export function pathOf(
  url: string | undefined,
  credentials: Credentials | undefined,
): string | undefined {
  const kept = withoutParameters(credentials, url)
  const [path = ''] = kept?.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '').split(/[?#]/, 1) ?? []
  if (path === '') return undefined
  return path.slice(0, LONGEST_PATH).replace(/[^\w.~%/:@!$&'()*+,;=-]/g, '?')
}

function below(error: unknown): readonly unknown[] {
  if (typeof error !== 'object' || error === null) return []
  const errors: unknown = Reflect.get(error, 'errors')
  const cause: unknown = Reflect.get(error, 'cause')
  const all = Array.isArray(errors) ? [...errors.slice(0, MOST_CAUSES), cause] : [cause]
  return all.filter((one) => one !== undefined && one !== null)
}

function describe(cause: unknown): LoggedCause {
  if (typeof cause !== 'object' || cause === null) {
    return { name: typeof cause, message: typeof cause === 'string' ? plain(cause) : '' }
  }
  const [name, message, code] = ['name', 'message', 'code'].map((key): unknown =>
    Reflect.get(cause, key),
  )
  return {
    name: plain(name ?? 'Error'),
    message: name === 'SyntaxError' ? '' : plain(message ?? ''),
    ...((typeof code === 'string' || typeof code === 'number') && { code: plain(code) }),
  }
}

/** One line, and not a long one. */
function plain(text: unknown): string {
  return String(text)
    .slice(0, LONGEST_MESSAGE)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
}
