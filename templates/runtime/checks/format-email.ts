/** The format `email`: a mailbox as RFC 5321 has it, without quoted names. */

const ATOM = /^[a-z\d!#$%&'*+/=?^_`{|}~-]+$/i
const LABEL = /^[a-z\d](?:[a-z\d-]*[a-z\d])?$/i

export function isEmail(text: string): boolean {
  const [name, domain, ...rest] = text.split('@', 3)
  if (name === undefined || domain === undefined || rest.length > 0) return false
  const labels = domain.split('.')
  return (
    labels.length > 1 &&
    name.split('.').every((atom) => ATOM.test(atom)) &&
    labels.every((label) => LABEL.test(label))
  )
}
