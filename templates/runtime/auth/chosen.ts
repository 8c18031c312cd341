/** An algorithm that the sender names, out of those that the provider lists. */
import type { Delivery } from '../delivery.js'
import type { Algorithm, AlgorithmChoice } from './algorithm.js'

/** What is not in the map is refused: nobody but the map decides what an algorithm is. */
export function chosen(
  read: (delivery: Delivery) => readonly string[],
  map: ReadonlyMap<string, Algorithm>,
): AlgorithmChoice {
  return {
    all: [...map.values()],
    choose: (delivery) => {
      const names = read(delivery)
      return names.length === 1 ? map.get(names[0] ?? '') : undefined
    },
  }
}
