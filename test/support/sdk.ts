/** Generates SDKs from literal input and loads them from their sources. */
import { join } from 'node:path'
import type { Diagnostic } from '../../generator/diagnostics.js'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import type { Receiver } from '../../templates/runtime/receiver-api.js'
import type { TestKeys } from '../../templates/runtime/testing/key-pair.js'
import type { SignOptions } from '../../templates/runtime/testing/sign.js'
import { temporaryFolder, writeFiles } from './folders.js'
import { generate } from './package.js'

type AnyEvents = Record<string, unknown>

/** The exports of a generated SDK, as far as tests use them without its types. */
export interface LoadedSdk {
  readonly createReceiver: (options: ReceiverOptions) => Receiver<AnyEvents, Record<string, string>>
  readonly eventNames: readonly string[]
  readonly coverage: Readonly<Record<string, unknown>>
  readonly schemas: Readonly<
    Record<
      string,
      {
        readonly '~standard': {
          validate(
            value: unknown,
          ): Promise<{ readonly value?: unknown; readonly issues?: readonly unknown[] }>
        }
      }
    >
  >
  readonly isEvent: (event: { readonly name: string | undefined }, name: string) => boolean
}

export interface LoadedTesting {
  readonly sign: (name: string, payload: unknown, options: SignOptions) => Promise<Request>
  /** Only where a scheme is signed with a key that is no secret of the receiver. */
  readonly generateKeys: (scheme?: string) => Promise<TestKeys>
}

/** Runs the generator over `files`; nothing is built, as tests load the sources. */
export async function generateFrom(files: Readonly<Record<string, unknown>>) {
  const folder = writeFiles(temporaryFolder(), files)
  const out = temporaryFolder()
  const report = await generate({ folders: [folder], out, build: false })
  return { folder, out, report }
}

/** Like `generateFrom`, for input that has to be right. */
export async function generateOrThrow(files: Readonly<Record<string, unknown>>) {
  const made = await generateFrom(files)
  const errors = made.report.diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new Error(errors.map(describe).join('\n'))
  return made
}

export async function loadSdk(out: string, provider: string): Promise<LoadedSdk> {
  // Sound: the generator printed the module; the tests hold it to what they expect of it.
  return (await import(join(out, provider, 'src/index.ts'))) as LoadedSdk
}

export async function loadTesting(out: string, provider: string): Promise<LoadedTesting> {
  return (await import(join(out, provider, 'src/testing.ts'))) as LoadedTesting
}

function describe({ file, line, column, code, message }: Diagnostic): string {
  return `${file}:${line}:${column} ${code} ${message}`
}
