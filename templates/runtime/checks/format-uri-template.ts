/** The format `uri-template`: RFC 6570. */

const LITERAL = '[^\\x00-\\x20"\'<>%\\\\^`{|}]|%[\\da-f]{2}'
const VARIABLE = '(?:\\w|%[\\da-f]{2})+(?::[1-9]\\d{0,3}|\\*)?'
const EXPRESSION = `\\{[+#./;?&=,!@|]?${VARIABLE}(?:,${VARIABLE})*\\}`
const TEMPLATE = new RegExp(`^(?:${LITERAL}|${EXPRESSION})*$`, 'i')

export function isUriTemplate(text: string): boolean {
  return TEMPLATE.test(text)
}
