/** Which of the media types of a body the receiver will get. */

export type BodyFormat = 'json' | 'form' | 'text'

/** The media types that carry an event in the format, best first. */
export function fittingTypes(types: readonly string[], format: BodyFormat): readonly string[] {
  const fitting = types.filter((type) => fits(type, format))
  return [...fitting].sort((a, b) => rank(a) - rank(b))
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
