/** Notices what the config reads of an event besides its name, where no schema has anything. */
import { outboundExpressions } from '../auth/outbound.js'
import type { Expr } from '../auth/types.js'
import { counted, isOwn, type Noticing, readsOf, shown, verdictOf } from './events.js'

interface Reader {
  readonly path: readonly string[]
  readonly expr: Expr | undefined
  /** What follows where it reads nothing. */
  readonly follows: string
}

export function noticeReaders(all: Noticing): void {
  for (const { path, expr, follows } of readersOf(all)) {
    // What a preset reads is known of the provider, and a schema need not say it.
    if (expr === undefined || !isOwn(all, ...path)) continue
    const reads = readsOf(expr, all)
    const paths = [...reads.must, ...reads.may]
    if (paths.length === 0) continue
    const verdicts = all.events.map((event) => verdictOf(event, reads, all.lookup))
    const silent = verdicts.filter((one) => one === 'silent').length
    if (silent === 0 || verdicts.includes('says')) continue
    const message = `${counted(silent, all.events.length)} nothing at ${shown(paths)}, where "${path.join('.')}" reads: ${follows}`
    const hint = 'correct the pointer, or describe the place in the schemas'
    all.spot.at(...path).warning('WARN_READS_NOWHERE', message, hint)
  }
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
