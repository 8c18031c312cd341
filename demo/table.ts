/** Prints what happened, one line for each delivery. */

export interface Row {
  readonly delivery: string
  readonly status: number
  readonly wants: number
  readonly answer: string
  readonly handler: string
}

const WIDEST = 48

export function printTable(rows: readonly Row[]): void {
  const lines = [
    ['delivery', 'status', 'what the sender got', 'which handler ran'],
    ...rows.map(({ delivery, status, wants, answer, handler }) => {
      const shown = status === wants ? String(status) : `${status}, not ${wants}`
      return [delivery, shown, cut(answer), cut(handler)]
    }),
  ]
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  )
  for (const [index, line] of lines.entries()) {
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    if (index === 0) console.log(widths.map((width) => '-'.repeat(width)).join('  '))
  }
}

function cut(text: string): string {
  return text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text
}
