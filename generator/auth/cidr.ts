/** Checks the networks in a config, so that a mistake is found before there is an SDK. */

const VERSION_4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/
const VERSION_6 = /^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$/

/** Why a text is no network; undefined where it is one. */
export function networkProblem(text: string): string | undefined {
  const [, base = '', digits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const bits = addressBits(base)
  if (bits === undefined) return `${JSON.stringify(text)} is no IP network`
  if (digits === undefined) return undefined
  const prefix = Number(digits)
  if (prefix > bits.length || String(prefix) !== digits) {
    return `${JSON.stringify(text)} has no such prefix length`
  }
  if (!bits.slice(prefix).includes('1')) return undefined
  return `${JSON.stringify(text)} has bits beyond its prefix length`
}

/** The address as binary digits. */
function addressBits(text: string): string | undefined {
  if (VERSION_4.test(text)) return binary(text.split('.').map(Number), 8)
  if (!VERSION_6.test(text)) return undefined
  const host = canonical(text)
  if (host === undefined) return undefined
  const [front = '', back = ''] = host.split('::')
  const head = front === '' ? [] : front.split(':')
  const tail = back === '' ? [] : back.split(':')
  const gap = new Array<string>(8 - head.length - tail.length).fill('0')
  return binary(
    [...head, ...gap, ...tail].map((group) => Number.parseInt(group, 16)),
    16,
  )
}

/** The URL parser reads IPv6 strictly, and writes each address in one way. */
function canonical(text: string): string | undefined {
  try {
    return new URL(`http://[${text}]/`).hostname.slice(1, -1)
  } catch {
    return undefined
  }
}

function binary(numbers: readonly number[], width: number): string {
  return numbers.map((number) => number.toString(2).padStart(width, '0')).join('')
}
