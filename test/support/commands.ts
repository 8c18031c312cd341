/** Runs commands as a user would: their output, and how they ended. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Never rejects for a command that ends with an error: its code is what the test is about. */
export async function run(command: string, args: readonly string[], cwd: string): Promise<Ended> {
  try {
    const { stdout, stderr } = await execute(command, [...args], { cwd, maxBuffer: 64 << 20 })
    return { code: 0, stdout, stderr }
  } catch (error) {
    // Sound: that is what execFile rejects with once the command has run.
    const { code, stdout = '', stderr = '' } = error as Partial<Ended> & { code?: unknown }
    if (typeof code !== 'number') throw error
    return { code, stdout, stderr }
  }
}
