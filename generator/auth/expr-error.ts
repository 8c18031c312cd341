/** A mistake in an expression: thrown by the parser, reported where the expression stands. */
export class ExprError extends Error {
  override readonly name = 'ExprError'
  readonly hint: string | undefined

  constructor(message: string, hint?: string) {
    super(message)
    this.hint = hint
  }
}
