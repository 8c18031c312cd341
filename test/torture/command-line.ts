/** Runs the command line as a user does, in a process of its own, and records what it did. */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Readable } from 'node:stream'
import type { Diagnostic } from '../../generator/diagnostics.js'
import type { ProviderReport } from '../../generator/generate.js'
import { PROGRAM } from '../support/package.js'

const TSX = import.meta.resolve('tsx')
const HANGS_AFTER_MILLISECONDS = 240_000

/** Has a process of Node say on a pipe, at its end, what it computed: its clock is everybody's. */
const CPU_PROBE = `data:text/javascript,import{writeSync}from'node:fs'
process.on('exit',()=>writeSync(3,JSON.stringify(process.cpuUsage())))`.replace('\n', ';')

const PROBED = ['--import', CPU_PROBE]

/** The arguments of Node for a program in TypeScript. */
export const TYPESCRIPT: readonly string[] = [...PROBED, '--import', TSX]

/** The arguments of Node that generate from `schemas` to `out` in the current folder. */
export const GENERATE: readonly string[] = [
  ...[...PROBED, PROGRAM],
  ...['generate', 'schemas', '--out', 'out', '--json', '--no-build'],
]

export interface Finished {
  /** Null where the process was killed. */
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  /** Seconds of all cores together; infinite where the process was killed. */
  readonly cpuSeconds: number
}

/** What `--json` prints. */
export interface JsonReport {
  readonly providers: readonly ProviderReport[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Runs Node to its end; a process that hangs is killed. `tracer` is a program to run it under. */
export function runNode(
  args: readonly string[],
  { cwd, tracer = [] }: { readonly cwd: string; readonly tracer?: readonly string[] },
): Promise<Finished> {
  const [program = process.execPath, ...rest] = [...tracer, process.execPath, ...args]
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, {
      cwd,
      env: { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      timeout: HANGS_AFTER_MILLISECONDS,
      killSignal: 'SIGKILL',
    })
    const texts = ['', '', '', '']
    for (const number of [1, 2, 3]) {
      const stream = child.stdio[number]
      if (!(stream instanceof Readable)) throw new TypeError(`there is no pipe ${number}`)
      stream.setEncoding('utf8').on('data', (text: string) => (texts[number] += text))
    }
    child.on('error', reject)
    child.on('close', (exitCode) => {
      const [, stdout = '', stderr = '', usage = ''] = texts
      resolve({ exitCode, stdout, stderr, cpuSeconds: secondsOf(usage) })
    })
  })
}

function secondsOf(usage: string): number {
  if (usage === '') return Number.POSITIVE_INFINITY
  // Sound: the probe wrote what `process.cpuUsage()` returned, in microseconds.
  const { user, system } = JSON.parse(usage) as NodeJS.CpuUsage
  return (user + system) / 1_000_000
}

/** What lies below a folder, by sorted path: bytes of files as Latin-1, targets of links, or none. */
export type Tree = ReadonlyMap<string, string>

export function readTree(folder: string): Tree {
  const tree = new Map<string, string>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const content = entry.isSymbolicLink()
      ? `-> ${readlinkSync(path)}`
      : entry.isFile()
        ? readFileSync(path).toString('latin1')
        : ''
    tree.set(relative(folder, path), content)
  }
  return new Map([...tree].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The paths at which two trees differ. */
export function changedPaths(before: Tree, after: Tree): string[] {
  const paths = new Set([...before.keys(), ...after.keys()])
  return [...paths].filter((path) => before.get(path) !== after.get(path))
}
