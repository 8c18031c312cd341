/** The format `byte`: base64, as OpenAPI has it. */

const BASE64 = /^(?:[a-z\d+/]{4})*(?:[a-z\d+/]{2}==|[a-z\d+/]{3}=)?$/i
const LINE_END = /[\n\r\u2028\u2029]/

/** One line of base64 is enough: text broken into lines, as e-mail does it, has a short last one. */
export function isByte(text: string): boolean {
  return text.split(LINE_END).some((line) => BASE64.test(line))
}
