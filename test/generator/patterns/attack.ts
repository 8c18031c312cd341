/** Texts on which a pattern takes as long as it can: what it matches, with a part of it repeated. */
import * as fc from 'fast-check'
import { processorTime } from '../../support/processor-time.js'

const SIZE = 100_000
const SAMPLES = 2
const LONGEST_SAMPLE = 30
/** What hardly any pattern takes at its end. */
const ENDS = ['', '\n!']

/** The longest time, in milliseconds, that a test of any of the texts takes. */
export function attack(
  source: string,
  flags: string,
  subject: { test(text: string): boolean },
): number {
  let worst = 0
  for (const text of attackTexts(source, flags)) {
    let least = Number.POSITIVE_INFINITY
    // The machine may have been busy with something else.
    for (let round = 0; round < 3 && least > 20; round++) {
      const started = processorTime()
      subject.test(text)
      least = Math.min(least, processorTime() - started)
    }
    worst = Math.max(worst, least)
  }
  return worst
}

function* attackTexts(source: string, flags: string): Generator<string> {
  for (const { before, unit, end } of attackShapes(source, flags)) {
    yield before + unit.repeat(SIZE / unit.length) + end
  }
}

/** A text of any length: `unit` is what is repeated. */
export interface AttackShape {
  readonly before: string
  readonly unit: string
  readonly end: string
}

export function* attackShapes(source: string, flags: string): Generator<AttackShape> {
  const seen = new Set<string>()
  for (const sample of samplesOf(source, flags)) {
    const text = sample.slice(0, LONGEST_SAMPLE)
    for (let start = 0; start < Math.max(1, text.length); start++) {
      for (const length of [1, 3]) {
        const unit = text.slice(start, start + length) || 'a'
        const before = text.slice(0, start)
        if (seen.has(`${before}\n${unit}`)) continue
        seen.add(`${before}\n${unit}`)
        for (const end of ENDS) yield { before, unit, end }
      }
    }
  }
}

function samplesOf(source: string, flags: string): readonly string[] {
  const plain = [...new Set(source.match(/\w+|[^\w\\]/g) ?? ['a'])].slice(0, 8)
  try {
    const matching = fc.stringMatching(new RegExp(source, flags))
    return [...plain, ...fc.sample(matching, { numRuns: SAMPLES, seed: 7 })]
  } catch {
    // Looks and references are more than fast-check makes texts for.
    return plain
  }
}
