/** What reading a description depends on besides the description. */
import type { BodyFormat } from './media-types.js'

export interface InputOptions {
  /** The format of the bodies to choose where a description has several. */
  readonly format: BodyFormat
  /** The field of a form that carries the event as JSON, where one does. */
  readonly field?: string | undefined
  /** Where an operation or a message says its name: a JSON pointer, instead of its own key. */
  readonly key?: string | undefined
  /** Whether callbacks count beside webhooks; without any webhooks they do. */
  readonly callbacks: boolean
  /** Whether to say what a description has to say of proofs: where no config does. */
  readonly proposeAuth: boolean
}
