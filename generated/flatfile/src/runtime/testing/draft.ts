/** A request that is being built for a test, and the ways to write a value into it. */

export interface Draft {
  readonly method: string
  url: string
  /** Names in lower case. */
  readonly headers: Map<string, string>
  body: Uint8Array
}

/** Puts a text where the receiver will look for it. */
export type Write = (draft: Draft, text: string) => void

export interface EntryRule {
  readonly prefix?: string
  /** Where a list stands in one value: a further entry goes behind those that are there. */
  readonly split?: string
}

export function writeHeader(name: string, { prefix = '', split }: EntryRule = {}): Write {
  return (draft, text) => {
    const entry = prefix + text
    const before = draft.headers.get(name)
    const isMore = before !== undefined && split !== undefined
    draft.headers.set(name, isMore ? `${before}${split}${entry}` : entry)
  }
}

export function writeParameter(name: string, { prefix = '' }: EntryRule = {}): Write {
  return (draft, text) => {
    const url = new URL(draft.url)
    url.searchParams.set(name, prefix + text)
    draft.url = url.href
  }
}
