/** Takes a query apart where it is signed anew: no two queries may come to the same pairs. */

/**
 * The decoded pairs of a query without its `?`; undefined where an escape is no UTF-8, as each of
 * those is U+FFFD to URLSearchParams.
 */
export function queryPairs(query: string): readonly (readonly [string, string])[] | undefined {
  // Without the `&`, URLSearchParams would drop a second `?` that begins the query.
  const pairs = [...new URLSearchParams(`&${query}`)]
  return pairs.some((pair) => pair.join('').includes('\ufffd')) ? undefined : pairs
}
