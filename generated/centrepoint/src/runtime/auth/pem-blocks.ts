/** Finds the certificates in a text that may hold anything, in one pass. */

const BEGIN = '-----BEGIN CERTIFICATE-----'
const END = '-----END CERTIFICATE-----'

/** What stands in a text: the content of each block of PEM, and whether there is anything else but blanks. */
export interface PemBlocks {
  readonly contents: readonly string[]
  readonly isAll: boolean
}

/** The blocks in the order given. */
export function certificateBlocks(text: string): PemBlocks {
  const contents: string[] = []
  let isAll = true
  let at = 0
  for (;;) {
    const begin = text.indexOf(BEGIN, at)
    const start = begin + BEGIN.length
    const end = begin < 0 ? -1 : text.indexOf('-', start)
    if (end < 0) return { contents, isAll: isAll && text.slice(at).trim() === '' }
    const isBlock = text.startsWith(END, end)
    if (isBlock) contents.push(text.slice(start, end))
    isAll = isAll && isBlock && text.slice(at, begin).trim() === ''
    at = isBlock ? end + END.length : end
  }
}
