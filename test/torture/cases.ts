/** The hostile inputs: one folder a hazard, with what is expected of it. */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'

const CASES = join(import.meta.dirname, 'cases')
/** Thousands of files are kept as one. */
const ARCHIVE = 'schemas.tar.gz'

export const CATEGORIES = [
  'io',
  'security',
  'naming',
  'refs',
  'regex',
  'semantics',
  'drafts',
  'container',
  'scale',
] as const

const VERDICTS = ['valid', 'invalid', 'malformed'] as const

/** The shape of `expect.json`. */
interface Expectation {
  readonly category: (typeof CATEGORIES)[number]
  /** `ok-warn`: ok, and at least one warning. */
  readonly outcome: 'ok' | 'ok-warn' | 'error'
  /** Wire names, in any order. */
  readonly events?: readonly string[]
  /** What some diagnostic has to contain. */
  readonly mustMention?: readonly string[]
  /** Symbolic links and where they lead: they are made here, as no checkout may hold them. */
  readonly links?: Readonly<Record<string, string>>
  /** The most CPU time that it may take, where that is not the usual. */
  readonly seconds?: number
  /** The hazard in words. */
  readonly expect: string
}

export interface TortureCase extends Expectation {
  readonly name: string
}

export interface Payload {
  readonly file: string
  readonly event: string
  /** `malformed`: refused before its schema is asked. */
  readonly verdict: (typeof VERDICTS)[number]
  readonly body: Uint8Array
}

export const cases: readonly TortureCase[] = readdirSync(CASES)
  .sort()
  .map((name) => ({ name, ...readExpectation(name) }))

/** Copies the input of a case below `parent`, with its links, as `<name>/schemas`. */
export function stageCase({ name, links = {} }: TortureCase, parent: string): string {
  const folder = join(parent, name)
  const schemas = join(folder, 'schemas')
  // No checkout holds an empty folder, and one case is about that.
  mkdirSync(schemas, { recursive: true })
  const source = join(CASES, name, 'schemas')
  if (existsSync(source)) cpSync(source, schemas, { recursive: true })
  const archive = join(CASES, name, ARCHIVE)
  if (existsSync(archive)) execFileSync('tar', ['-xzf', archive, '-C', folder])
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    symlinkSync(target, join(folder, path))
  }
  return folder
}

/** The payloads of a case: `payloads/<verdict>/<event>[.n].json`. */
export function payloadsOf({ name }: TortureCase): readonly Payload[] {
  return VERDICTS.flatMap((verdict) => {
    const folder = join(CASES, name, 'payloads', verdict)
    if (!existsSync(folder)) return []
    return readdirSync(folder)
      .sort()
      .map((file) => ({
        file: `${verdict}/${file}`,
        event: file.replace(/(?:\.\d+)?\.json$/, ''),
        verdict,
        body: readFileSync(join(folder, file)),
      }))
  })
}

function readExpectation(name: string): Expectation {
  // Sound: the files are ours, and `torture.test.ts` fails where a field is missing.
  return JSON.parse(readFileSync(join(CASES, name, 'expect.json'), 'utf8')) as Expectation
}
