/** What a run of the command left behind, and the ways to look at it. */
import type { Diagnostic } from '../../generator/diagnostics.js'
import type { Finished, JsonReport, Tree } from './command-line.js'

export interface Outcome extends Finished {
  /** Every path in the working folder with its content, before and after. */
  readonly before: Tree
  readonly after: Tree
}

/** The one JSON object that the command printed; none if it printed anything else. */
export function reportOf({ stdout }: Finished): JsonReport | undefined {
  try {
    const value: unknown = JSON.parse(stdout)
    // Sound enough for a test: a field of another type fails where it is looked at.
    return typeof value === 'object' && value !== null ? (value as JsonReport) : undefined
  } catch {
    return undefined
  }
}

/** What was written below `--out`, by path. */
export function outputOf({ after }: Outcome): Tree {
  const inside = [...after].filter(([path]) => path.startsWith('out/'))
  return new Map(inside.map(([path, content]) => [path.slice('out/'.length), content]))
}

/** The text of a generated file of the one SDK; empty where there is none. */
export function sourceOf(outcome: Outcome, path: string): string {
  return decode(outputOf(outcome).get(`schemas/${path}`) ?? '')
}

/** The text of a file in a tree, which holds bytes as Latin-1. */
export function decode(content: string): string {
  return Buffer.from(content, 'latin1').toString('utf8')
}

/** A diagnostic as one text, for searching. */
export function textOf({ code, message, file, pointer, hint }: Partial<Diagnostic>): string {
  return [code, file, pointer, message, hint].filter(Boolean).join(' ')
}
