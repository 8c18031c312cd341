/** Changes payloads at random, with a seed, in ways that senders and attackers do. */
import type { JsonObject, JsonValue } from '../../../../generator/schema/types.js'

/** Numbers in [0, below), the same for each seed. */
export type Random = (below: number) => number

/** Mulberry32: small, and good enough to choose mutations. */
export function seeded(seed: number): Random {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

const REPLACEMENTS: readonly JsonValue[] = [
  null,
  '',
  'zzz',
  5,
  -0.5,
  {},
  [],
  [null],
  true,
  { valueOf: 1 },
  'https://example.com/%zz',
  '2024-02-30T00:00:00Z',
]

/** A copy with one to three changes: a member removed, replaced, added, or a list repeated. */
export function mutate(payload: JsonObject, random: Random): JsonObject {
  const copy = structuredClone(payload)
  for (let changes = 1 + random(3); changes > 0; changes--) change(copy, random)
  return copy
}

function change(root: JsonObject, random: Random): void {
  // Sound: the copy is ours, and nobody else sees it before it is done.
  const holders = containers(root) as Record<string, JsonValue>[]
  const holder = holders[random(holders.length)] ?? {}
  const names = Object.keys(holder)
  const name = names[random(names.length)] ?? 'first'
  const choice = random(8)
  if (choice === 0) holder[`extra~/${random(9)}`] = 1
  else if (choice < 3 && !Array.isArray(holder)) delete holder[name]
  else if (choice === 3 && Array.isArray(holder)) holder.push(...structuredClone(holder))
  else holder[name] = structuredClone(REPLACEMENTS[random(REPLACEMENTS.length)] ?? null)
}

function containers(root: JsonObject): readonly JsonValue[] {
  const found: JsonValue[] = [root]
  for (const value of found) {
    for (const member of Object.values(value ?? {})) {
      if (typeof member === 'object' && member !== null) found.push(member as JsonValue)
    }
  }
  return found
}
