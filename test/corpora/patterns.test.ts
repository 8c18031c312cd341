/** Every pattern of the corpora: how it is run, and what a hostile text can make of it. */
import { describe, expect, test } from 'vitest'
import { printPattern } from '../../generator/emit/validators/pattern.js'
import { judgePattern, type PatternPlan } from '../../generator/patterns/judge.js'
import { linearPattern } from '../../templates/runtime/checks/linear-pattern.js'
import { shortPattern } from '../../templates/runtime/checks/short-pattern.js'
import { attack } from '../generator/patterns/attack.js'
import { hasCorpora } from './corpus.js'
import { patternsOfCorpora } from './pattern-sources.js'

/** For 100 KB, on a machine that does other things as well; an idle one takes a fifth. */
const MOST_MILLISECONDS = 250
/** What an SDK would hold. */
function runnable(source: string, plan: PatternPlan): { test(text: string): boolean } {
  const make = new Function(
    'linearPattern',
    'shortPattern',
    `return ${printPattern(source, plan).code}`,
  )
  return make(linearPattern, shortPattern)
}

function judgeAll(patterns: readonly string[]) {
  return patterns.map((source) => {
    const plan = judgePattern(source)
    const isRun = plan.kind === 'native' || plan.kind === 'linear'
    const flags = plan.kind === 'native' ? plan.flags : 'u'
    const worst = isRun ? attack(source, flags, runnable(source, plan)) : 0
    return { source, verdict: plan.kind, worst: Number(worst.toFixed(1)) }
  })
}

describe.skipIf(!hasCorpora)('the corpora (needs HOOKWRIGHT_SHARED)', () => {
  test('no pattern is refused, and none takes long', () => {
    const table = judgeAll(patternsOfCorpora())
    process.stdout.write(
      table.map(({ source, verdict, worst }) => `${verdict}\t${worst} ms\t${source}\n`).join(''),
    )
    expect(table.length).toBeGreaterThan(40)
    expect(table.filter(({ verdict }) => verdict === 'refused')).toEqual([])
    expect(table.filter(({ worst }) => worst > MOST_MILLISECONDS)).toEqual([])
    expect(table.filter(({ verdict }) => verdict === 'linear').map(({ source }) => source)).toEqual(
      [
        '[A-Z\\s]+\\/[A-Z\\s]+',
        '^([a-zA-Z0-9]+\\s?)*$',
        '^(a+)+$',
        '^urn:redhat:subject:([a-z0-9][a-z0-9-_]+[a-z0-9]:[a-z0-9A-Z-_]*)+$',
        'f.*o',
      ],
    )
  })
})
