/** Shows diagnostics to people. */
import picocolors from 'picocolors'
import type { Diagnostic } from '../diagnostics.js'
import { showInvisible } from '../print/invisible.js'

/** Below what a line of its own starts. */
const INDENT = '  '

/**
 * A diagnostic as `file:line:column CODE message`, with its pointer and hint on lines of their own.
 */
export function renderDiagnostic(diagnostic: Diagnostic, hasColour: boolean): string {
  const { bold, cyan, dim, red, yellow } = picocolors.createColors(hasColour)
  const paint = { error: red, warning: yellow, notice: cyan }[diagnostic.severity]
  const { file, line, column, pointer, hint } = diagnostic
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  const head = [
    ...(place === '' ? [] : [bold(printable(place))]),
    paint(diagnostic.code),
    printable(diagnostic.message),
  ]
  const lines = [head.join(' ')]
  if (pointer !== undefined) lines.push(dim(`${INDENT}at ${printable(pointer)}`))
  if (hint !== undefined) lines.push(`${INDENT}hint: ${printable(hint)}`)
  return `${lines.join('\n')}\n`
}

/**
 * Text of the input, made safe for a terminal: control characters would move the cursor or change
 * colours. Lines after the first are indented, so that no text can look like another diagnostic.
 */
function printable(text: string): string {
  return showInvisible(text, '\n').replaceAll('\n', `\n${INDENT}`)
}
