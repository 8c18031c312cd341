/** Patterns of host names, label by label: a label is written out, or varies in a known shape. */

/** The name of a region of AWS: `eu-west-1`, `us-gov-west-1`; never that of a service, such as `s3`. */
const REGION = /^[a-z]{2}(?:-[a-z]{2,16}){1,3}-\d{1,2}$/

/**
 * Whether a host is one of the pattern: in lower case, `*` stands for one whole label and `{region}`
 * for one that names a region. A port that is not 443 belongs to both.
 */
export function isHost(host: string, pattern: string): boolean {
  const labels = host.split('.')
  const wanted = pattern.split('.')
  if (labels.length !== wanted.length) return false
  return wanted.every((label, index) => isLabel(labels[index] ?? '', label))
}

function isLabel(label: string, wanted: string): boolean {
  if (wanted === '*') return label !== ''
  return wanted === '{region}' ? REGION.test(label) : label === wanted
}
