/** The key of a registration as text that every server takes, and that no other key has. */
import { encodeBase64Url, utf8 } from '../bytes.js'
import { digest } from '../crypto.js'

// PostgreSQL refuses what does not fit on a third of a page of its index.
const LONGEST = 500

/**
 * Plain keys stay readable. A key may come out of the URL of a request that nobody signed: half
 * characters, which would all become the same one, and U+0000 are written as JSON writes them, and
 * a long key is a hash behind a quotation mark, which JSON never leaves as it is.
 */
export async function registrationName(key: string): Promise<string> {
  const text = JSON.stringify(key).slice(1, -1)
  if (text.length <= LONGEST) return text
  return `"${encodeBase64Url(await digest('SHA-256', [utf8(text)]))}`
}
