/** The `forEach` modifier: a proof that every element of an array in the body has to hold. */
import { type Delivery, type Item, withItem } from '../delivery.js'
import { steps, valueAt } from '../expr/json.js'
import { elementTexts } from '../expr/json-number.js'
import type { Accepted, Proof, ProofContext, Refused, Verdict } from '../proof.js'
import { accepted, invalid } from './verdict.js'

/** The proof may cost a signature each: more than any provider sends in one delivery. */
const MAX_ELEMENTS = 1000

const NO_ELEMENTS = invalid('the body has no elements where each has to carry a proof')

/** No array, an empty one and one that is too long are refused: nothing in them would be proven. */
export function forEach(pointer: string, proof: Proof): Proof {
  return {
    ...proof,
    verify: (delivery, context) => verifyEach(pointer, proof, delivery, context),
  }
}

/**
 * The same of a proof that reads nothing of the elements. What holds for one holds for all of them,
 * so it is judged once: a long list must not multiply the work of a proof that has none in it.
 */
export function forList(pointer: string, proof: Proof): Proof {
  return {
    ...proof,
    verify: async (delivery, context) => {
      const verdict = await proof.verify(delivery, context)
      if (!verdict.accepted) return verdict
      const values = elements(delivery, pointer)
      return isList(values) ? verdict : values
    },
  }
}

async function verifyEach(
  pointer: string,
  proof: Proof,
  delivery: Delivery,
  context: ProofContext,
): Promise<Verdict> {
  const values = elements(delivery, pointer)
  if (!isList(values)) return values
  let first: Accepted | undefined
  for (const item of items(delivery, pointer, values)) {
    const verdict = await proof.verify(withItem(delivery, item), context)
    if (!verdict.accepted) return verdict
    first ??= verdict
  }
  // What the first element's token says is not what the others say.
  return first === undefined ? NO_ELEMENTS : accepted(first.secretId)
}

function elements(delivery: Delivery, pointer: string): readonly unknown[] | Refused {
  const values = valuesAt(delivery, pointer)
  if (values === undefined || values.length === 0) return NO_ELEMENTS
  if (values.length > MAX_ELEMENTS) return invalid('the body has too many elements to verify')
  return values
}

// `Array.isArray` alone does not narrow a readonly array out of the union.
function isList(values: readonly unknown[] | Refused): values is readonly unknown[] {
  return Array.isArray(values)
}

function valuesAt(delivery: Delivery, pointer: string): readonly unknown[] | undefined {
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
