/** Times that are given in seconds, and were probably meant in milliseconds. */
import type { Spot } from './spot.js'

/** `10000` where `10` was meant: rounder than anybody counts seconds, and longer than is plausible. */
export function checkSeconds(value: number | undefined, longest: number, spot: Spot): void {
  if (value === undefined || !(value > longest)) return
  const hours = Math.round(value / 360) / 10
  const message = `${value} seconds are ${hours} hours`
  const hint =
    value % 1000 === 0
      ? `the unit is the second: write ${value / 1000} if milliseconds were meant`
      : `the unit is the second; more than ${longest} is hardly meant`
  spot.warning('WARN_SECONDS', message, hint)
}
