/** Offers the validators to tools that speak Standard Schema (standardschema.dev, version 1). */
import { isWebhookError } from './errors.js'
import { withoutOverflow } from './too-deep.js'
import type { EventModule } from './validation.js'

export interface StandardIssue {
  readonly message: string
  readonly path: readonly string[]
}

export type StandardResult<T> =
  | { readonly value: T; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] }

export interface StandardSchema<T> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: 'hookwright'
    readonly validate: (value: unknown) => Promise<StandardResult<T>>
    /** For the compiler alone. */
    readonly types?: { readonly input: T; readonly output: T } | undefined
  }
}

/** One schema for each event; validators load when they are first used. */
export function standardSchemas<M>(events: ReadonlyMap<string, EventModule>): {
  readonly [N in keyof M]: StandardSchema<M[N]>
} {
  const schemas = [...events].map(([name, event]) => [name, standardSchema(event)])
  // Sound: `events` has an entry for each name of `M`, and its validator decides what `M` says of it.
  return Object.fromEntries(schemas) as { readonly [N in keyof M]: StandardSchema<M[N]> }
}

function standardSchema(event: EventModule): StandardSchema<unknown> {
  return {
    '~standard': { version: 1, vendor: 'hookwright', validate: (value) => validate(event, value) },
  }
}

async function validate(event: EventModule, value: unknown): Promise<StandardResult<unknown>> {
  const check = await event.check()
  try {
    if (withoutOverflow(() => check(value))) return { value }
    const explain = await event.explain()
    const { issues } = withoutOverflow(() => explain(value))
    return { issues: issues.map(({ message, pointer }) => ({ message, path: steps(pointer) })) }
  } catch (error) {
    // Whoever validates gets issues, and no error: these tools answer by them.
    if (isWebhookError(error)) return { issues: [{ message: error.message, path: [] }] }
    throw error
  }
}

function steps(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}
