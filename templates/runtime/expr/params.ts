/** Writes form fields, query parameters or headers down one after another, as a provider signed them. */
import type { Head } from '../delivery.js'
import { header } from './header.js'
import { query } from './url.js'

/** More names than any provider signs: each is looked up, and whoever calls makes the list. */
const MOST_NAMES = 1000

export type Entries = readonly (readonly [name: string, value: string])[]

export interface ParamsRule {
  readonly omit?: readonly string[]
  readonly lowerNames?: true
  /** By code units of the names; entries of one name keep their order, or go by their values. */
  readonly sort?: 'names' | 'values'
  /** Drops what repeats both name and value. */
  readonly unique?: true
  readonly encode?: (text: string) => string
  /** Between name and value, between entries, and behind the last one. */
  readonly kv: string
  readonly sep: string
  readonly end?: string
}

/** The text, empty where there are no entries; undefined where they could not be read. */
export function params(entries: Entries | undefined, rule: ParamsRule): string | undefined {
  // Percent-decoding puts U+FFFD for bytes that are not UTF-8: two requests would read alike.
  if (entries?.every((entry) => !entry.join('').includes('\ufffd')) !== true) return undefined
  const kept = entries
    .filter(([name]) => rule.omit?.includes(name) !== true)
    .map(([name, value]) => [rule.lowerNames ? name.toLowerCase() : name, value] as const)
  const { sort, encode = asItIs } = rule
  if (sort !== undefined) kept.sort((a, b) => compareEntries(a, b, sort))
  const all = rule.unique ? unique(kept) : kept
  if (all.length === 0) return ''
  const texts = all.map(([name, value]) => `${encode(name)}${rule.kv}${encode(value)}`)
  return texts.join(rule.sep) + (rule.end ?? '')
}

/** The parameters of the URL, in the order they were sent. */
export function queryEntries(head: Head): Entries | undefined {
  const text = query(head)
  return text === undefined ? undefined : [...new URLSearchParams(text)]
}

/**
 * The headers of a list of names, in its order; undefined where one is missing or came twice, and
 * for a list that names one twice or is too long.
 */
export function headerEntries(head: Head, names: string | undefined): Entries | undefined {
  const wanted = listed(names, (name) => name.toLowerCase())
  if (wanted === undefined) return undefined
  const entries: (readonly [string, string])[] = []
  for (const name of wanted) {
    const value = header(head, name)
    if (value === undefined) return undefined
    entries.push([name, value])
  }
  return entries
}

/**
 * The entries of a list of names, in its order; undefined where one is missing, and for a list that
 * names one twice or is too long.
 */
export function selected(
  entries: Entries | undefined,
  names: string | undefined,
): Entries | undefined {
  const wanted = listed(names)
  if (entries === undefined || wanted === undefined) return undefined
  const found = new Map(wanted.map((name) => [name, [] as Entry[]]))
  for (const entry of entries) found.get(entry[0])?.push(entry)
  const all = [...found.values()]
  return all.every(({ length }) => length > 0) ? all.flat() : undefined
}

/** The names of a list; a name that stands there again would have its value signed as often. */
function listed(
  names: string | undefined,
  keyOf: (name: string) => string = asItIs,
): readonly string[] | undefined {
  const texts = names?.split(',', MOST_NAMES + 1)
  if (texts === undefined || texts.length > MOST_NAMES) return undefined
  const all = texts.map((name) => name.trim()).filter((name) => name !== '')
  return new Set(all.map(keyOf)).size === all.length ? all : undefined
}

type Entry = Entries[number]

function compareEntries(a: Entry, b: Entry, sort: 'names' | 'values'): number {
  const byName = compare(a[0], b[0])
  return byName !== 0 || sort === 'names' ? byName : compare(a[1], b[1])
}

/** Not `localeCompare`: the order of the sender must not hang on the receiver's language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function unique(entries: Entries): Entries {
  const seen = new Set<string>()
  return entries.filter((entry) => {
    const key = JSON.stringify(entry)
    return !seen.has(key) && seen.add(key)
  })
}

function asItIs(text: string): string {
  return text
}
