/** Compiles `{ "type": "transport" }`: what has to be true of the connection. */
import { json } from '../../print/literals.js'
import type { JsonObject } from '../../schema/types.js'
import { networkProblem } from '../cidr.js'
import { NOTHING_COVERED, type PrintContext, type ProofCompiler } from '../compiler.js'
import { list, member, object, string } from '../read.js'
import type { Spot } from '../spot.js'
import type { TransportPlan } from '../types.js'

export const transport: ProofCompiler<TransportPlan> = {
  kind: 'transport',
  parse: (node, spot) => ({
    kind: 'transport',
    https: member(node, 'https') === true,
    ip: parseAddresses(node, spot.at('ip')),
    clientCert: parseCertificates(node),
  }),
  secrets: ({ clientCert }) => (clientCert?.ca === undefined ? [] : [clientCert.ca]),
  expressions: () => [],
  nested: () => [],
  covers: () => NOTHING_COVERED,
  print,
}

function parseAddresses(node: JsonObject, spot: Spot): TransportPlan['ip'] {
  const ip = member(node, 'ip')
  if (ip === undefined) return undefined
  const cidrs = strings(object(ip), 'cidrs')
  for (const [index, cidr] of cidrs.entries()) {
    const problem = networkProblem(cidr)
    if (problem === undefined) continue
    spot
      .at('cidrs', index)
      .error('ERR_NETWORK', problem, 'write it as 192.0.2.0/24 or 2001:db8::/32')
  }
  return { cidrs, from: member(object(ip), 'from') === 'socket' ? 'socket' : 'trustedProxy' }
}

function parseCertificates(node: JsonObject): TransportPlan['clientCert'] {
  const clientCert = member(node, 'clientCert')
  if (clientCert === undefined) return undefined
  const given = object(clientCert)
  return {
    // As tools print them: with or without colons, in either case.
    fingerprints: strings(given, 'fingerprints').map((one) => one.replace(/:/g, '').toLowerCase()),
    ca: string(member(given, 'ca')),
    san: strings(given, 'san'),
  }
}

function strings(node: JsonObject, key: string): readonly string[] {
  return list(member(node, key)).flatMap((item) => (typeof item === 'string' ? [item] : []))
}

function print({ https, ip, clientCert }: TransportPlan, { code }: PrintContext): string {
  const demands: string[] = []
  if (https) demands.push(code.use('encrypted', 'auth/transport.js'))
  if (ip !== undefined) {
    const fromNetwork = code.use('fromNetwork', 'auth/transport.js')
    demands.push(`${fromNetwork}(${json(ip.cidrs)}, ${json(ip.from)})`)
  }
  if (clientCert !== undefined) {
    const { fingerprints, ca, san } = clientCert
    const rules = [
      fingerprints.length === 0 ? '' : `fingerprints: ${json(fingerprints)}`,
      ca === undefined ? '' : `authorities: ${json(ca)}`,
      san.length === 0 ? '' : `names: ${json(san)}`,
    ].filter((rule) => rule !== '')
    const call = code.use('clientCertificate', 'auth/client-certificate.js')
    demands.push(`${call}({ ${rules.join(', ')} })`)
  }
  return `${code.use('transport', 'auth/transport.js')}([${demands.join(', ')}])`
}
