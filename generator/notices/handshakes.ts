/** Notices handshakes that events would match as well: they are answered, and no handler ever sees them. */
import type { CheckRule, Expr } from '../auth/types.js'
import { constantText, isSame } from '../auth/uses.js'
import { type Event, isOwn, listed, type Noticing } from './events.js'

export function noticeHandshakes(all: Noticing): void {
  const { catalog, events, spot } = all
  if (!isOwn(all, 'handshakes')) return
  for (const [index, plan] of catalog.handshakes.entries()) {
    if (plan.dispatch || plan.match.length === 0 || !catalog.methods.includes(plan.method)) continue
    const taken = events.filter((event) =>
      plan.match.every((rule) => holdsFor(rule, event, catalog.source.type)),
    )
    if (taken.length === 0) continue
    const which = taken.length === events.length ? 'every event' : `the events ${listed(taken)}`
    const message = `the handshake "${plan.name}" matches ${which} as well: such a delivery is answered by it, and comes to no handler`
    const hint =
      'match by what only the handshake has; or leave out the schema, if it describes the handshake'
    const place = spot.at('handshakes', index, 'match')
    if (taken.length === events.length) place.error('ERR_HANDSHAKE_EVENTS', message, hint)
    else place.warning('WARN_HANDSHAKE_EVENTS', message, hint)
  }
}

/** Only of the place where the name is read it is known what stands there. */
function holdsFor({ value, test }: CheckRule, { name }: Event, type: Expr): boolean {
  const [part, ...others] = value
  const [only, ...more] = type
  if (part?.kind !== 'placeholder' || others.length > 0 || part.filters.length > 0) return false
  if (only?.kind !== 'placeholder' || only.filters.length > 0 || !isSame(part, only)) return false
  if (test.kind === 'present') return true
  if (more.length > 0 || test.kind === 'absent') return false
  if (test.kind === 'matches') return new RegExp(test.pattern, 'u').test(name)
  return test.of.some((expr) => constantText(expr) === name)
}
