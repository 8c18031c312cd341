/** Finds equal elements of an array in time that grows with its size. */

/**
 * The indexes of two equal elements, the later one first: of all pairs the last. Comparing each
 * with each would take minutes for an array as large as a body may hold.
 */
export function findDuplicate(
  items: readonly unknown[],
): readonly [later: number, earlier: number] | undefined {
  const indexes = new Map<string, number>()
  let found: readonly [number, number] | undefined
  for (const [index, item] of items.entries()) {
    const text = canonical(item)
    const earlier = indexes.get(text)
    if (earlier !== undefined) found = [index, earlier]
    indexes.set(text, index)
  }
  return found
}

/** Equal values, and only those, have one text: members come in the order of their names. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? ''
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join()}}`
}
