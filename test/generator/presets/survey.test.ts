/** The presets against the survey of real providers, row by row: none is missing without a reason. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { presetNames, readPreset } from '../../../generator/presets/presets.js'
import { ABSENT, BESIDES, COVERED } from './survey.js'

const SURVEY = join(process.env['HOOKWRIGHT_SHARED'] ?? '../shared', 'research/auth-survey.md')
const ROWS = 156

interface Row {
  readonly number: number
  readonly name: string
  /** `E…`: the grammar expresses it; `X` and `O`: it does not. */
  readonly fit: string
  /** `R`, `T` or `D` first; `D` is hearsay. */
  readonly evidence: string
}

function readRows(): readonly Row[] {
  const lines = readFileSync(SURVEY, 'utf8').split('\n')
  return lines.flatMap((line) => {
    const [, number = '', name = '', ...rest] = line.split(/(?<!\\)\|/).map((cell) => cell.trim())
    if (!/^\d+$/.test(number)) return []
    const [fit = '', evidence = ''] = rest.slice(-3)
    return [{ number: Number(number), name, fit, evidence }]
  })
}

const presetsOf = (row: number) => COVERED.get(row) ?? []
const absentOf = (row: number) => ABSENT.filter(([number]) => number === row)
const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '')

/** The providers of a row that lists several. */
function namesOf({ name }: Row): readonly string[] {
  const list = /^Svix \((.+)\.\.\.\)$/.exec(name)?.[1] ?? name.replace(/ \(.*\)/g, '')
  return list.split(', ').filter((one) => one !== 'generic')
}

/** Whether a preset of the row, or a reason, has the name. */
function isAccounted(row: number, name: string): boolean {
  const titles = presetsOf(row).map((preset) => plain(readPreset(preset)?.title ?? ''))
  const reasons = absentOf(row).map(([, absent]) => plain(absent))
  return [...titles, ...reasons].some((known) => known.includes(plain(name)))
}

test('every preset is accounted for, once for each row', () => {
  const covered = [...COVERED.values()].flat()
  expect([...new Set([...covered, ...BESIDES])].sort()).toEqual(presetNames())
  for (const presets of COVERED.values()) expect(new Set(presets).size).toBe(presets.length)
  for (const preset of BESIDES) expect(covered).not.toContain(preset)
})

describe.skipIf(!existsSync(SURVEY))('the survey (needs HOOKWRIGHT_SHARED)', () => {
  const rows = existsSync(SURVEY) ? readRows() : []
  const read = rows.filter(({ evidence }) => /^[RT] /.test(evidence))

  test('has the rows that it is known for', () => {
    expect(rows.map(({ number }) => number)).toEqual([...Array(ROWS)].map((_, index) => index + 1))
    const counts = {
      read: read.length,
      expressed: read.filter(({ fit }) => fit.startsWith('E')).length,
      withPresets: read.filter(({ number }) => COVERED.has(number)).length,
      hearsay: rows.length - read.length,
    }
    console.info(JSON.stringify(counts))
    expect(counts).toEqual({ read: 132, expressed: 126, withPresets: 125, hearsay: 24 })
  })

  test.each(read)('row $number: $name', (row) => {
    if (row.fit.startsWith('E') && absentOf(row.number).length === 0) {
      expect(presetsOf(row.number)).not.toEqual([])
    }
    const names = namesOf(row)
    const missing = names.length === 1 ? [] : names.filter((one) => !isAccounted(row.number, one))
    expect(missing).toEqual([])
    expect([...presetsOf(row.number), ...absentOf(row.number)]).not.toEqual([])
  })

  test('has no preset of hearsay', () => {
    const numbers = new Set(read.map(({ number }) => number))
    expect([...COVERED.keys()].filter((row) => !numbers.has(row))).toEqual([])
  })

  test('has every name that no preset stands for', () => {
    for (const [number, name] of ABSENT) {
      const row = read.find((one) => one.number === number) ?? rows[number - 1]
      expect(row?.name).toContain(name)
    }
  })
})
