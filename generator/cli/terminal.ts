/** Where the command line writes to. */

export interface Terminal {
  /** Results: standard output. */
  out(text: string): void
  /** Diagnostics and progress: standard error. */
  err(text: string): void
  /** Whether somebody is watching standard error. */
  readonly isInteractive: boolean
  readonly hasColour: boolean
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process
  for (const stream of [stdout, stderr]) {
    // A reader that has seen enough (`| head`) is no failure.
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
  const isInteractive = stderr.isTTY === true
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    isInteractive,
    // https://no-color.org: any value but the empty one.
    hasColour: isInteractive && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
  }
}
