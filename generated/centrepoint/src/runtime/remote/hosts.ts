/** Patterns of host names: in lower case, `*` stands for one whole label. */

export function isHost(host: string, pattern: string): boolean {
  const labels = host.split('.')
  const wanted = pattern.split('.')
  if (labels.length !== wanted.length) return false
  return wanted.every((label, index) => {
    return label === '*' ? labels[index] !== '' : label === labels[index]
  })
}
