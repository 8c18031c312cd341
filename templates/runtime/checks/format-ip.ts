/** The formats `ipv4` and `ipv6`. */
import { isIpv4Address, isIpv6Address } from './ip-address.js'

/** 0 to 255 without leading zeros: some systems read those as octal. */
const OCTET = /^(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])$/

export function isIpv4(text: string): boolean {
  return isIpv4Address(text, OCTET)
}

export function isIpv6(text: string): boolean {
  return isIpv6Address(text, OCTET)
}
