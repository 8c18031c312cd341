/** The errors that end a run, named by who must act. */

/** The command was called wrongly: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code = 'ERR_USAGE'
}

/** The output could not be written; what was there before is untouched. */
export class WriteError extends Error {
  override readonly name = 'WriteError'
  readonly code: string
  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
  }
}

/** The generator broke one of its own promises. Please report it. */
export class GeneratorBug extends Error {
  override readonly name = 'GeneratorBug'
  readonly code = 'ERR_GENERATOR_BUG'
}
