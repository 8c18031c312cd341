/** What receivers told of themselves before they died, and what it says about every event. */
import { existsSync, readFileSync } from 'node:fs'
import { HANDLERS } from './points.js'

type Line = readonly [attempt: string, what: string, first: string, second: string]

export interface Trail {
  readonly lines: readonly Line[]
  readonly kills: readonly { readonly attempt: string; readonly point: string }[]
}

export function readTrail(path: string): Trail {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const lines = text
    .split('\n')
    .slice(0, -1)
    .map((line): Line => {
      const [attempt = '', what = '', first = '', second = ''] = line.split('\t')
      return [attempt, what, first, second]
    })
  const kills = lines.flatMap(([attempt, what, point]) =>
    what === 'killed' ? [{ attempt, point }] : [],
  )
  return { lines, kills }
}

/** One handler of one event. */
export interface Fate {
  /** The attempts that took effect, in their order. */
  readonly effects: string[]
  /** Those of them that the store remembers. */
  readonly recorded: Set<string>
  /** Those that took effect although the store had remembered an earlier one. */
  readonly late: string[]
}

export interface Judgement {
  /** By attempt, the key of the last effect that it took. */
  readonly lastEffects: ReadonlyMap<string, string>
  /** By event and handler. */
  readonly fates: ReadonlyMap<string, Fate>
  /** Attempts that came to an end: to an answer, or to what the queue was told. */
  readonly ended: ReadonlySet<string>
  /** Attempts that somebody else took the event from. */
  readonly lost: ReadonlySet<string>
}

export function fateKey(event: string, handler: string): string {
  return `${event} ${handler}`
}

/** Follows every event through the trail. */
export function judge({ lines }: Trail): Judgement {
  const fates = new Map<string, Fate>()
  const eventOf = new Map<string, string>()
  const lastEffects = new Map<string, string>()
  const ended = new Set<string>()
  const lost = new Set<string>()
  const record = (attempt: string, handler: string) => {
    const event = eventOf.get(attempt)
    if (event === undefined) return
    const fate = fateOf(fates, fateKey(event, handler))
    const [earlier] = fate.recorded
    if (earlier === undefined && fate.effects.includes(attempt)) fate.recorded.add(attempt)
  }
  for (const [attempt, what, first, second] of lines) {
    if (what === 'effect') {
      eventOf.set(attempt, first)
      lastEffects.set(attempt, fateKey(first, second))
      const fate = fateOf(fates, fateKey(first, second))
      if (fate.recorded.size > 0) fate.late.push(attempt)
      fate.effects.push(attempt)
    } else if (what === 'recorded') record(attempt, second)
    else if (what === 'completed') for (const handler of HANDLERS) record(attempt, handler)
    else if (what === 'lost') lost.add(attempt)
    else if (what === 'ended') ended.add(attempt)
  }
  return { fates, lastEffects, ended, lost }
}

function fateOf(fates: Map<string, Fate>, key: string): Fate {
  const known = fates.get(key)
  if (known !== undefined) return known
  const fate: Fate = { effects: [], recorded: new Set(), late: [] }
  fates.set(key, fate)
  return fate
}
