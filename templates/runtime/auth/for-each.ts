/** The `forEach` modifier: a proof that every element of an array in the body has to hold. */
import { type Delivery, type Item, withItem } from '../delivery.js'
import { steps, valueAt } from '../expr/json.js'
import { elementTexts } from '../expr/json-number.js'
import type { Accepted, Proof, ProofContext, Verdict } from '../proof.js'
import { invalid } from './verdict.js'

/** The proof may cost a signature each: more than any provider sends in one delivery. */
const MAX_ELEMENTS = 1000

/** No array, an empty one and one that is too long are refused: nothing in them would be proven. */
export function forEach(pointer: string, proof: Proof): Proof {
  return {
    ...proof,
    verify: (delivery, context) => verify(pointer, proof, delivery, context),
  }
}

async function verify(
  pointer: string,
  proof: Proof,
  delivery: Delivery,
  context: ProofContext,
): Promise<Verdict> {
  const values = elements(delivery, pointer)
  if (values === undefined || values.length === 0) {
    return invalid('the body has no elements where each has to carry a proof')
  }
  if (values.length > MAX_ELEMENTS) return invalid('the body has too many elements to verify')
  let first: Accepted | undefined
  for (const item of items(delivery, pointer, values)) {
    const verdict = await proof.verify(withItem(delivery, item), context)
    if (!verdict.accepted) return verdict
    first ??= verdict
  }
  return first ?? invalid('the body has no elements')
}

function elements(delivery: Delivery, pointer: string): readonly unknown[] | undefined {
  try {
    const value = valueAt(delivery.json(), pointer)
    return Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** The source is taken apart once, and only where an element's number is read. */
function* items(
  { body }: Delivery,
  pointer: string,
  values: readonly unknown[],
): Generator<Item, void> {
  let sources: readonly string[] | undefined
  for (const [index, value] of values.entries()) {
    yield {
      value,
      source: () => {
        sources ??= elementTexts(body, steps(pointer))
        return sources[index] ?? ''
      },
    }
  }
}
