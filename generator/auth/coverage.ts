/** Works out which parts of a delivery a proof authenticates. */
import { NOTHING_COVERED } from './compiler.js'
import type { CoveragePlan, EventSource, Expr, Placeholder, TimestampRule } from './types.js'
import { placeholders } from './uses.js'

const PARTS = ['body', 'timestamp', 'type', 'id'] as const

/** What holds where every one of several proofs holds. */
export function union(all: readonly CoveragePlan[]): CoveragePlan {
  return combine((part) => all.some((coverage) => coverage[part]))
}

/** What holds whichever one of several proofs holds. */
export function intersection(all: readonly CoveragePlan[]): CoveragePlan {
  if (all.length === 0) return NOTHING_COVERED
  return combine((part) => all.every((coverage) => coverage[part]))
}

function combine(holds: (part: keyof CoveragePlan) => boolean): CoveragePlan {
  const [body, timestamp, type, id] = PARTS.map(holds)
  return {
    body: body === true,
    timestamp: timestamp === true,
    type: type === true,
    id: id === true,
  }
}

/** The coverage of a signature over one of several contents: what all of them cover. */
export function contentCoverage(
  contents: readonly (readonly Expr[])[],
  timestamp: TimestampRule | undefined,
  source: EventSource,
): CoveragePlan {
  return intersection(contents.map((content) => oneContent(content.flat(), timestamp, source)))
}

function oneContent(
  content: Expr,
  timestamp: TimestampRule | undefined,
  source: EventSource,
): CoveragePlan {
  // What stands in an optional group may be left out, so only the rest counts as signed.
  const signed = content.filter((part): part is Placeholder => part.kind === 'placeholder')
  const body = signed.some((part) => part.source === 'body')
  const covered = (expr: Expr | undefined) =>
    expr !== undefined && placeholders(expr).every((part) => isSigned(part, signed, body))
  return {
    body,
    timestamp:
      timestamp !== undefined &&
      (signed.some(({ source, arg }) => source === 'var' && arg === 'timestamp') ||
        timestamp.pick.from.every(covered)),
    type: covered(source.type),
    id: covered(source.id),
  }
}

function isSigned(part: Placeholder, signed: readonly Placeholder[], body: boolean): boolean {
  if (body && ['body', 'json', 'form'].includes(part.source)) return true
  return signed.some(
    ({ source, arg }) => source === part.source && arg?.toLowerCase() === part.arg?.toLowerCase(),
  )
}
