/** What a stranger can make a receiver of any preset do before its proof fails: little, whatever the request looks like. */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/folders.js'
import { writeProviders } from './providers.js'
import type { Told } from './receiver-process.js'

const ROOT = join(import.meta.dirname, '../..')
const PROCESS = join(import.meta.dirname, 'receiver-process.ts')
/** They need the certificate of an authority, which no key here is. */
const UNMADE = ['apple-app-store: default', 'integrated-finance: default']

/** Ten thousand requests and more, many of a mebibyte. */
const PATIENCE_MILLISECONDS = 900_000

test(
  'an unsigned request costs less than 100 ms and 64 MB, in each preset',
  async () => {
    const out = temporaryFolder()
    const names = await writeProviders(temporaryFolder(), out)
    const told = await attacked(out, names)
    expect(told.map(({ name }) => name)).toEqual(names)
    expect(told.flatMap(({ name, slow }) => slow.map((one) => `${name}: ${one}`))).toEqual([])
    expect(told.flatMap(({ name, unmade }) => unmade.map((one) => `${name}: ${one}`))).toEqual(
      UNMADE,
    )
    expect(told.filter(({ attacks }) => attacks === 0)).toEqual([])
    // Limits and proofs refused them: nothing was taken for a fault of the receiver's own.
    expect(told.flatMap(({ outcomes }) => outcomes)).not.toContain('failed ERR_INTERNAL')
  },
  PATIENCE_MILLISECONDS,
)

/** In a process of its own, whose memory and time nothing else takes. */
function attacked(out: string, names: readonly string[]): Promise<readonly Told[]> {
  return new Promise((resolve, reject) => {
    const told: Told[] = []
    const child = fork(PROCESS, [out, ...names], {
      cwd: ROOT,
      execArgv: ['--import', 'tsx', '--expose-gc'],
    })
    // Sound: it is what that process sends.
    child.on('message', (one) => void told.push(one as Told))
    child.on('error', reject)
    child.on('exit', (code) =>
      code === 0 ? resolve(told) : reject(new Error(`it ended with ${code}`)),
    )
  })
}
