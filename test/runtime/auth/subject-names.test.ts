/** A name of one kind is not taken for a name of another. */
import { describe, expect, test } from 'vitest'
import { bearsName } from '../../../templates/runtime/auth/subject-names.js'
import { parseCertificate } from '../../../templates/runtime/auth/x509.js'
import { subjectNames } from './crafted-certificates.js'
import { asLeaf } from './crafted-chains.js'

describe('the name hooks.acme.test', () => {
  const [EMAIL, DNS, URI] = [0x81, 0x82, 0x86]
  const bears = (name: readonly [number, string], wanted: string) => {
    const [leaf] = asLeaf({ extensions: [subjectNames(name)] })
    const certificate = leaf && parseCertificate(leaf.der)
    return certificate === undefined ? undefined : bearsName(certificate, [wanted])
  }

  test('is borne as a host, in any case', () => {
    expect(bears([DNS, 'Hooks.ACME.test'], 'hooks.acme.test')).toBe(true)
  })

  const others: [name: string, given: readonly [number, string]][] = [
    ['a wildcard', [DNS, '*.acme.test']],
    ['a part of a wildcard', [DNS, 'h*.acme.test']],
    ['a bare wildcard', [DNS, '*']],
    ['a dot behind it', [DNS, 'hooks.acme.test.']],
    ['a dot before it', [DNS, '.hooks.acme.test']],
    ['a NUL and another domain', [DNS, 'hooks.acme.test\0.evil.test']],
    ['a NUL behind it', [DNS, 'hooks.acme.test\0']],
    ['a line break', [DNS, 'hooks.acme.test\n']],
    ['a blank', [DNS, ' hooks.acme.test']],
    ['a letter beyond ASCII', [DNS, 'hooks.acme.te\u00dft']],
    ['a Punycode look-alike', [DNS, 'xn--hoos-kla.acme.test']],
    ['a URI', [URI, 'hooks.acme.test']],
    ['an e-mail address', [EMAIL, 'hooks.acme.test']],
    ['an IP address of its letters', [0x87, 'hooks.acme.test']],
    ['a name of another kind', [0xa0, 'hooks.acme.test']],
    ['a name of a directory', [0xa4, 'hooks.acme.test']],
    ['a registered number', [0x88, 'hooks.acme.test']],
    ['nothing', [DNS, '']],
  ]
  test.each(others)('is not borne as %s', (_name, given) => {
    expect(bears(given, 'hooks.acme.test')).toBe(false)
  })

  test.each<[string, readonly [number, string]]>([
    ['ops@acme.test', [DNS, 'ops@acme.test']],
    ['ops@acme.test', [URI, 'ops@acme.test']],
    ['spiffe://acme/hooks', [DNS, 'spiffe://acme/hooks']],
    ['spiffe://acme/hooks', [EMAIL, 'spiffe://acme/hooks']],
    ['spiffe://ops@acme/hooks', [EMAIL, 'spiffe://ops@acme/hooks']],
    ['*.acme.test', [DNS, 'hooks.acme.test']],
    ['xn--hoks-0qa.test', [DNS, 'h\u00f6oks.test']],
  ])('%s is of one kind: not %j', (wanted, given) => {
    expect(bears(given, wanted)).toBe(false)
  })
})
