/** Compares two samples of times: whether they could be one and the same. */

export interface Comparison {
  readonly first: number
  readonly second: number
  /** Welch's t: beyond ±4.5 the difference is no noise (the limit that dudect uses). */
  readonly t: number
}

export const NO_NOISE = 4.5

/** Means in nanoseconds. What lies above the 95th percentile of both together is the machine's, not ours. */
export function compare(first: readonly number[], second: readonly number[]): Comparison {
  const all = [...first, ...second].sort((a, b) => a - b)
  const limit = all[Math.floor(all.length * 0.95)] ?? Number.POSITIVE_INFINITY
  const a = momentsOf(first.filter((time) => time <= limit))
  const b = momentsOf(second.filter((time) => time <= limit))
  const error = Math.sqrt(a.variance / a.count + b.variance / b.count)
  return { first: a.mean, second: b.mean, t: (a.mean - b.mean) / error }
}

function momentsOf(sample: readonly number[]) {
  const count = sample.length
  const mean = sample.reduce((sum, time) => sum + time, 0) / count
  const variance = sample.reduce((sum, time) => sum + (time - mean) ** 2, 0) / (count - 1)
  return { count, mean, variance }
}
