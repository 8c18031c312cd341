/** Plans `validation`: how receivers judge payloads unless they are told otherwise. */
import { member } from '../auth/read.js'
import type { Spot } from '../auth/spot.js'
import type { JsonObject } from '../schema/types.js'
import type { Catalog } from './types.js'

const MODES = ['strict', 'tolerant', 'report', 'off'] as const

/** As the config says; else what a sender that never comes again cannot lose an event to. */
export function planValidation(
  config: JsonObject,
  { retries, retriesClientErrors }: Catalog['sender'],
  spot: Spot,
): Catalog['validation'] {
  const wanted = MODES.find((mode) => mode === member(config, 'validation'))
  const isLost = retries === false || retriesClientErrors === false
  if (isLost && (wanted === 'strict' || wanted === 'tolerant')) {
    const who =
      retries === false ? 'never sends an event again' : 'sends nothing again that got a 422'
    const message = `the validation is "${wanted}", and the sender ${who}: an event that breaks its schema is lost`
    const hint = '"validation": "report" hands it over, and tells onDrift what is wrong with it'
    spot.at('validation').warning('WARN_VALIDATION_LOSES', message, hint)
  }
  return wanted ?? (retries === false ? 'report' : 'tolerant')
}
