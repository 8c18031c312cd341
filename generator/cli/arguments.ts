/** Reads the arguments of the command line. */
import { Command, CommanderError } from 'commander'
import { UsageError } from '../errors.js'

export interface GenerateRequest {
  readonly folders: readonly string[]
  readonly out: string
  readonly check: boolean
  readonly verify: boolean
  readonly build: boolean
  readonly watch: boolean
  readonly json: boolean
  readonly verbose: boolean
}

/** What was asked: a run, the presets, or a text such as the help. */
export type Request =
  | { readonly kind: 'generate'; readonly options: GenerateRequest }
  | { readonly kind: 'presets'; readonly json: boolean }
  | { readonly kind: 'preset'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }

type Flags = Omit<GenerateRequest, 'folders'>

const EXAMPLES = `
Examples:
  hookwright generate
      every provider in ./schemas, to ./generated
  hookwright generate schemas/github --out packages/webhooks
      one provider, to packages/webhooks/github
  hookwright generate --check
      for CI: exit code 3 where ./generated is not what the schemas give
  hookwright generate --verify
      before publishing: the same for ./generated as a whole, dist/ included
  hookwright presets show github
      how GitHub sends, as { "auth": { "preset": "github" } } brings it into a config

Exit codes: 0 done, 1 the input or the config is at fault, 2 wrong usage, 3 --check or --verify found a difference.
`

/** @throws {UsageError} `ERR_USAGE` */
export function parseArguments(args: readonly string[], version: string): Request {
  let text = ''
  let request: Request | undefined
  const program = new Command('hookwright')
    .description(
      'Generates typed webhook receiver SDKs from event JSON Schemas and an auth config.',
    )
    .version(version)
    .addHelpText('after', EXAMPLES)
  const generate = program
    .command('generate')
    .description('generate one SDK for each provider in the folders')
    .argument('[folder...]', 'provider folders, or folders of them', ['schemas'])
    .option('-o, --out <dir>', 'where the SDKs go, each to a folder of its own', 'generated')
    .option('--check', 'write nothing; exit with 3 where the output would change', false)
    .option(
      '--verify',
      'as --check, and dist/ too: built from the input alone, without what earlier runs remember',
      false,
    )
    .option('--no-build', 'leave dist/ out: sources only')
    .option('--watch', 'generate again whenever an input changes', false)
    .option('--json', 'print one JSON object, and nothing else, on standard output', false)
    .option(
      '--verbose',
      'show every stage, every warning, and where an unexpected error came from',
      false,
    )
    .addHelpText('after', EXAMPLES)
    .action((folders: string[], flags: Flags) => {
      request = { kind: 'generate', options: { ...flags, folders } }
    })
  const presets = addPresets(program, (asked) => {
    request = asked
  })
  for (const command of [program, generate, ...presets]) {
    command
      .exitOverride()
      .configureOutput({ writeOut: (part) => (text += part), writeErr: () => {} })
  }
  try {
    program.parse(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return { kind: 'text', text }
    throw new UsageError(usageMessage(error))
  }
  if (request === undefined) throw new UsageError('no command was given')
  if (request.kind === 'generate') refuseNonsense(request.options)
  return request
}

function addPresets(program: Command, ask: (request: Request) => void): readonly Command[] {
  const list = program
    .command('presets')
    .description('list the providers whose way of sending is known')
    .option('--json', 'print one JSON object, and nothing else, on standard output', false)
    .action(({ json }: { json: boolean }) => ask({ kind: 'presets', json }))
  const show = list
    .command('show')
    .description('print one preset as JSON')
    .argument('<name>', 'as the list has it')
    .action((name: string) => ask({ kind: 'preset', name }))
  return [list, show]
}

function usageMessage(error: CommanderError): string {
  if (error.code === 'commander.help') return 'no command was given'
  return error.message.replace(/^error: /, '').replace(/\n\(/, ' (')
}

function refuseNonsense({ folders, out, watch, check, verify, json }: GenerateRequest): void {
  if (out === '') throw new UsageError("option '--out <dir>' needs a folder")
  if (folders.includes('')) throw new UsageError('a folder must have a name')
  const other = check ? 'check' : verify ? 'verify' : json ? 'json' : undefined
  if (watch && other !== undefined) {
    throw new UsageError(`--watch runs until it is stopped, so it does not go with --${other}`)
  }
}
