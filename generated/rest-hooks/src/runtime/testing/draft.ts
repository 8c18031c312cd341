/** A request that is being built for a test, and the places in its head that a value can be put into. */

export interface Draft {
  readonly method: string
  url: string
  /** Names in lower case. */
  readonly headers: Map<string, string>
  body: Uint8Array
  /** The fields of a body that is `multipart/form-data`. */
  readonly parts: Map<string, string>
  /** JSON pointer of the element that is being signed, where each of several is. */
  item: string | undefined
}

/** Somewhere in a draft: where the receiver will look for a value. */
export interface Place {
  readonly read: (draft: Draft) => string | undefined
  readonly write: (draft: Draft, text: string) => void
}

/** Puts a text where the receiver will look for it. */
export type Write = (draft: Draft, text: string, prefix?: string) => void

export interface EntryRule {
  readonly prefix?: string
  /** Where a list stands in one value: a further entry goes behind those that are there. */
  readonly split?: string
  /** Entries in front of it that the receiver passes over. */
  readonly skip?: number
}

export function inHeader(name: string): Place {
  return {
    read: ({ headers }) => headers.get(name),
    write: ({ headers }, text) => void headers.set(name, text),
  }
}

export function inQuery(name: string): Place {
  return {
    read: ({ url }) => new URL(url).searchParams.get(name) ?? undefined,
    write: (draft, text) => {
      const url = new URL(draft.url)
      url.searchParams.set(name, text)
      draft.url = url.href
    },
  }
}

/** Writes an entry into a place. A prefix that is known only when it is written comes first. */
export function entry(place: Place, { prefix = '', split, skip = 0 }: EntryRule = {}): Write {
  return (draft, text, front = '') => {
    const whole = front + prefix + text
    if (split === undefined) return place.write(draft, whole)
    const before = place.read(draft)
    const passed = Array.from({ length: skip }, () => 'x')
    const entries = before === undefined || before === '' ? passed : [before]
    place.write(draft, [...entries, whole].join(split))
  }
}

/** Writes only where nothing is yet: a payload that says it itself is right. */
export function unlessThere(place: Place): Write {
  return (draft, text) => {
    if (place.read(draft) === undefined) place.write(draft, text)
  }
}

/** Does work on a copy, which takes the place of the draft where the work succeeds. */
export async function attempt(
  draft: Draft,
  work: (copy: Draft) => Promise<unknown>,
): Promise<unknown> {
  const copy = { ...draft, headers: new Map(draft.headers), parts: new Map(draft.parts) }
  try {
    await work(copy)
  } catch (error) {
    return error
  }
  for (const [name, value] of copy.headers) draft.headers.set(name, value)
  for (const [name, value] of copy.parts) draft.parts.set(name, value)
  draft.url = copy.url
  draft.body = copy.body
  return undefined
}
