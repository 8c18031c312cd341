/** Which of the media types of a body the receiver will get. */

export type BodyFormat = 'json' | 'form' | 'text'

export interface Carrier {
  readonly format: BodyFormat
  /** The field of a form that carries the event, where one does. */
  readonly field?: string | undefined
}

/** The media types that carry an event, best first: forms where a field of one does. */
export function fittingTypes(
  types: readonly string[],
  { format, field }: Carrier,
): readonly string[] {
  const fitting = (one: BodyFormat) =>
    types.filter((type) => fits(type, one)).sort((a, b) => rank(a) - rank(b))
  // A document may describe the event that the form carries, and call it JSON.
  return field === undefined ? fitting(format) : [...fitting('form'), ...fitting(format)]
}

export function fits(mediaType: string, format: BodyFormat): boolean {
  const type = essence(mediaType)
  if (type === '*/*' || format === 'text') return true
  if (format === 'form') {
    return type === 'application/x-www-form-urlencoded' || type === 'multipart/form-data'
  }
  return type === 'application/json' || type === 'application/*' || type.endsWith('+json')
}

function rank(mediaType: string): number {
  const order = ['application/json', 'application/x-www-form-urlencoded']
  return order.includes(essence(mediaType)) ? 0 : 1
}

/** Without parameters such as `charset`. */
function essence(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase()
}
