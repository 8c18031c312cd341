/** Keeps the few that matter from drowning among many diagnostics of one kind. */
import type { Diagnostic } from '../diagnostics.js'

/** So many show what a rule is about. */
const MOST = 5

/**
 * The diagnostics to show: all errors, and of each other code the first few, followed by how many
 * there are beside them.
 */
export function shorten(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const counts = new Map<string, number>()
  const shown: Diagnostic[] = []
  for (const diagnostic of diagnostics) {
    const count = (counts.get(diagnostic.code) ?? 0) + 1
    counts.set(diagnostic.code, count)
    if (diagnostic.severity === 'error' || count <= MOST) shown.push(diagnostic)
  }
  for (const { code, severity } of [...shown]) {
    const left = (counts.get(code) ?? 0) - MOST
    counts.delete(code)
    if (severity === 'error' || left <= 0) continue
    const message = `is reported for ${left} more place${left === 1 ? '' : 's'}; --verbose shows all`
    shown.push({ code, severity, message })
  }
  return shown
}
