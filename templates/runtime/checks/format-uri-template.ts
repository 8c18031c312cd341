/** The format `uri-template`: RFC 6570. */

const LITERALS = '[^\\x00-\\x20"\'<>%\\\\^`{|}]*'
const VARIABLE = '(?:\\w|%[\\da-f]{2})+(?::[1-9]\\d{0,3}|\\*)?'
const EXPRESSION = `\\{[+#./;?&=,!@|]?${VARIABLE}(?:,${VARIABLE})*\\}`
// Runs of literals stand between what ends them, so that there is one way to read any text.
const TEMPLATE = new RegExp(`^${LITERALS}(?:(?:%[\\da-f]{2}|${EXPRESSION})${LITERALS})*$`, 'i')

export function isUriTemplate(text: string): boolean {
  return TEMPLATE.test(text)
}
