/** The formats for JSON pointers: RFC 6901, and relative ones. */

const POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/
const FRAGMENT = /^#(?:\/(?:[\w.!$&'()*+,;:=@-]|%[\da-f]{2}|~[01])*)*$/i
const RELATIVE = /^(?:0|[1-9]\d*)(?:#|(?:\/(?:[^~/]|~[01])*)*)$/

/** `/items/0` */
export function isJsonPointer(text: string): boolean {
  return POINTER.test(text)
}

/** `#/items/0` */
export function isJsonPointerUriFragment(text: string): boolean {
  return FRAGMENT.test(text)
}

/** `1/name` or `0#` */
export function isRelativeJsonPointer(text: string): boolean {
  return RELATIVE.test(text)
}
