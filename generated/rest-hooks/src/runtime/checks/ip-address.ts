/** Reads IP addresses by their parts; what an octet may look like differs between formats. */

const GROUP = /^[\da-f]{1,4}$/i
const GROUPS = 8

export function isIpv4Address(text: string, octet: RegExp): boolean {
  const octets = text.split('.', 5)
  return octets.length === 4 && octets.every((part) => octet.test(part))
}

/** Eight groups, of which `::` stands for one or more; the last two may be an IPv4 address. */
export function isIpv6Address(text: string, octet: RegExp): boolean {
  const [head = '', tail, ...more] = text.split('::', 3)
  if (more.length > 0) return false
  if (tail === undefined) return countGroups(head, octet) === GROUPS
  const before = head === '' ? 0 : countGroups(head, undefined)
  const after = tail === '' ? 0 : countGroups(tail, octet)
  return before + after < GROUPS
}

/** How many groups the text is; infinite where it is not made of groups. */
function countGroups(text: string, octet: RegExp | undefined): number {
  const parts = text.split(':', GROUPS + 1)
  const last = parts.at(-1) ?? ''
  const endsInIpv4 = octet !== undefined && isIpv4Address(last, octet)
  const groups = endsInIpv4 ? parts.slice(0, -1) : parts
  if (!groups.every((group) => GROUP.test(group))) return Number.POSITIVE_INFINITY
  return groups.length + (endsInIpv4 ? 2 : 0)
}
