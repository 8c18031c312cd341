/** Lists the presets, and prints one. */
import { UsageError } from '../errors.js'
import { proofKind } from '../presets/kind.js'
import { type Preset, presetNames, readPreset } from '../presets/presets.js'
import { didYouMean } from '../schema/nearest.js'
import type { Terminal } from './terminal.js'

interface Row {
  readonly name: string
  readonly title: string
  readonly proof: string
  readonly proven: boolean
  readonly verifiedOn: string
}

/** All presets: a table for people, or one JSON object. */
export function listPresets(json: boolean, terminal: Terminal): void {
  const rows = presetNames().flatMap((name) => {
    const preset = readPreset(name)
    return preset === undefined ? [] : [rowOf(preset)]
  })
  terminal.out(json ? `${JSON.stringify({ presets: rows })}\n` : table(rows))
}

/** @throws {UsageError} `ERR_USAGE` where there is no such preset */
export function showPreset(name: string, terminal: Terminal): void {
  const preset = readPreset(name)
  if (preset === undefined) {
    const guess = didYouMean(name, presetNames()) ?? '"hookwright presets" lists them'
    throw new UsageError(`there is no preset ${JSON.stringify(name)}: ${guess}`)
  }
  terminal.out(`${JSON.stringify(preset, null, 2)}\n`)
}

function rowOf({ name, title, config, provenBy, verifiedOn }: Preset): Row {
  return { name, title, proof: proofKind(config.auth), proven: provenBy !== undefined, verifiedOn }
}

function table(rows: readonly Row[]): string {
  const proven = rows.filter((row) => row.proven).length
  const lines = rows.map((row) =>
    [row.name, row.title, row.proof, row.proven ? 'proven' : 'unproven', row.verifiedOn].map(
      String,
    ),
  )
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...lines.map((cells) => cells[column]?.length ?? 0)),
  )
  const text = lines
    .map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .join('\n')
  return `${text}\n${rows.length} presets: ${proven} proven by recorded deliveries, ${rows.length - proven} not\n`
}
