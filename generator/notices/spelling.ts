/** Notices names that the last filter of "events.type" never lets through: `InvoicePaid` behind `|lower`. */
import type { Filter } from '../auth/types.js'
import { isOwn, listed, type Noticing, notice } from './events.js'

export function noticeSpelling(all: Noticing): void {
  const { catalog, events } = all
  const [only, ...others] = catalog.source.type
  if (only?.kind !== 'placeholder' || others.length > 0 || !isOwn(all, 'events', 'type')) return
  const last = only.filters.at(-1)
  if (last === undefined) return
  const never = events.filter(({ name }) => !comesThrough(name, last))
  if (never.length === 0) return
  const message = `"events.type" ends in the filter "${last.name}", behind which no name is like ${listed(never)}: no delivery is ever called so`
  const hint = `leave the filter out, or name the events as it writes them, in "events.names" or by their files`
  const isAll = never.length === events.length
  notice(all, ['events', 'type'], { code: 'EVENT_TYPE_SPELLING', isAll, message, hint })
}

function comesThrough(name: string, { name: filter, args }: Filter): boolean {
  const [separator = ''] = args
  if (filter === 'lower') return name === name.toLowerCase()
  if (filter === 'upper') return name === name.toUpperCase()
  return filter === 'split' && separator !== '' ? !name.includes(separator) : true
}
