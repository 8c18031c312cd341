/** Notices what the config reads of an event besides its name, where no schema has anything. */
import { outboundExpressions } from '../auth/outbound.js'
import type { Expr } from '../auth/types.js'
import {
  counted,
  type Event,
  isOwn,
  type Noticing,
  notice,
  type Reads,
  readsOf,
  shown,
  verdictOf,
} from './events.js'
import { noticeValues } from './values.js'

interface Reader {
  readonly path: readonly string[]
  readonly expr: Expr | undefined
  /** What follows where it reads nothing. */
  readonly follows: string
}

export function noticeReaders(all: Noticing): void {
  for (const reader of readersOf(all)) {
    const { path, expr } = reader
    // What a preset reads is known of the provider, and a schema need not say it.
    if (expr === undefined || !isOwn(all, ...path)) continue
    const reads = readsOf(expr, all)
    if (reads.must.length + reads.may.length === 0) continue
    noticeNowhere(reader, reads, all)
    noticeStructure(reader, reads, all)
  }
  noticeValues(all)
}

function noticeNowhere({ path, follows }: Reader, reads: Reads, all: Noticing): void {
  const verdicts = all.events.map((event) => verdictOf(event, reads, all.lookup))
  const silent = verdicts.filter((one) => one === 'silent').length
  if (silent === 0 || verdicts.includes('says')) return
  const where = shown([...reads.must, ...reads.may])
  const message = `${counted(silent, all.events.length)} nothing at ${where}, where "${path.join('.')}" reads: ${follows}`
  const hint = 'correct the pointer, or describe the place in the schemas'
  all.spot.at(...path).warning('WARN_READS_NOWHERE', message, hint)
}

/** Objects and lists are absent for an expression: there is no one way to write them down. */
function noticeStructure({ path, follows }: Reader, { must }: Reads, all: Noticing): void {
  const { events, lookup } = all
  const isObject = ({ schema }: Event) =>
    must.some((place) => {
      const found = lookup.at(schema, place)
      return typeof found !== 'string' && lookup.isStructure(found)
    })
  const wrong = events.filter(isObject)
  const [first] = wrong
  if (first === undefined) return
  const which = wrong.length === events.length ? 'every event' : JSON.stringify(first.name)
  const message = `${which} has an object or a list at ${shown(must)}, where "${path.join('.')}" reads a text: it reads nothing, and ${follows}`
  const hint = 'point at the member of it that is a text or a number'
  const isAll = wrong.length === events.length
  notice(all, path, { code: 'READS_STRUCTURE', isAll, message, hint })
}

function readersOf({ catalog }: Noticing): readonly Reader[] {
  const { source, sequence, hydrate } = catalog
  const event = (key: string, expr: Expr | undefined, follows: string): Reader => {
    return { path: ['events', key], expr, follows }
  }
  const requests = hydrate === undefined ? [] : outboundExpressions(hydrate.request)
  return [
    event('id', source.id, 'deliveries that come again are not recognised'),
    event('time', source.time, 'no event has a time'),
    event('account', source.account ?? undefined, 'receivers with an "account" refuse every event'),
    event('sequence', sequence?.value, 'events are in no order'),
    ...(sequence?.key === undefined
      ? []
      : [event('sequence', sequence.key, 'events are in no order')]),
    ...requests.map(
      (expr): Reader => ({ path: ['hydrate'], expr, follows: 'nothing can be fetched' }),
    ),
  ]
}
