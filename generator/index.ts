/** Hookwright as a library. */
export type { Diagnostic, Place, Severity } from './diagnostics.js'
export { GeneratorBug, UsageError, WriteError } from './errors.js'
export {
  type GenerateOptions,
  generate,
  type Progress,
  type ProviderReport,
  type Report,
} from './generate.js'
