/** Rules 4 to 10: lists, work, hosts, handshakes, published keys and addresses. */
import { hmac } from '../planned.js'
import { certUrl, keyFrom, type Row, signatureFrom, token, without } from './configs.js'

export const limits: readonly Row[] = [
  {
    rule: '4: a list in a list',
    config: {
      auth: { forEach: '/a', allOf: [{ forEach: '/b', ...hmac({ content: '{item:/c}' }) }] },
    },
    code: 'ERR_FOR_EACH',
    pointer: '#/auth',
    message: 'a "forEach" within the proof of another',
    hint: /two "forEach" in an "allOf"/,
  },
  {
    rule: '4: a list whose elements nobody reads',
    config: { auth: { forEach: '/a', type: 'basic' } },
    code: 'WARN_FOR_EACH',
    pointer: '#/auth/forEach',
    message:
      'the proof reads nothing of the elements of "/a": it proves the request, once for all of them',
    hint: /read it by \{item:/,
  },
  {
    rule: '4: several tokens, and one event',
    config: {
      auth: {
        forEach: '/a',
        ...token(['HS256']),
        token: { from: '{item:/token}' },
        unwrap: 'payload',
      },
    },
    code: 'ERR_FOR_EACH',
    pointer: '#/auth',
    message: '"unwrap" within a "forEach": only one of several tokens could be the event',
    hint: /beside the list/,
  },
  {
    rule: '4: an element without a list',
    config: { auth: hmac({ content: '{body}[[{item:/c}]]' }) },
    code: 'ERR_ITEM',
    pointer: '#/auth',
    message: '{item:/c} is read where there is no list',
    hint: 'say of which list: "forEach": "/pointer"',
  },
  {
    rule: '4: a list that is no pointer',
    config: { auth: { forEach: 'a', ...hmac() } },
    code: 'ERR_CONFIG',
    pointer: '#/auth/forEach',
    message: /must match pattern/,
  },
  {
    rule: '5: five variants of a content',
    config: { auth: { ...without('content'), contentVariants: ['a', 'b', 'c', 'd', 'e'] } },
    code: 'ERR_CONFIG',
    pointer: '#/auth/contentVariants',
    message: /must NOT have more than 4 items/,
  },
  {
    rule: '5: seventeen signatures of one delivery',
    config: { auth: hmac({ signature: signatureFrom({ max: 17 }) }) },
    code: 'ERR_CONFIG',
    pointer: '#/auth/signature/max',
    message: /must be <= 16/,
  },
  {
    rule: '5: many branches of many variants',
    config: {
      auth: {
        anyOf: Array.from({ length: 5 }, () => ({
          ...without('content'),
          contentVariants: ['{body}', 'a{body}', 'b{body}', 'c{body}'],
        })),
      },
    },
    code: 'ERR_PROOF_WORK',
    pointer: '#/auth',
    message: 'one delivery could ask for 20 signatures to be computed: 16 are the most',
    hint: 'tell the variants apart with "switch"',
  },
  {
    rule: '6: keys over plain HTTP',
    config: { auth: token(['RS256'], { jwks: 'http://keys.example.com/jwks' }) },
    code: 'ERR_KEY_URL',
    pointer: '#/auth/key/jwks',
    message: /https/,
  },
  {
    rule: '6: keys from where the request says',
    config: { auth: token(['RS256'], { jwks: '{header:x-keys}' }) },
    code: 'ERR_KEY_URL',
    pointer: '#/auth/key/jwks',
    message: /URL/,
  },
  {
    rule: '6: keys from a host that the request says',
    config: { auth: keyFrom({ url: 'https://{header:x}.example.com/k', kid: '{header:k}' }) },
    code: 'ERR_KEY_URL',
    pointer: '#/auth/key/url',
    message: /host|URL/,
  },
  {
    rule: '6: certificates from any host of a registry',
    config: { auth: keyFrom(certUrl(['*.com'])) },
    code: 'ERR_KEY_URL',
    pointer: '#/auth/key/hosts/0',
    message: 'the last two labels of "*.com" must be written out',
  },
  {
    rule: '6: certificates from a host that ends alike',
    config: { auth: keyFrom(certUrl(['sns*.amazonaws.com'])) },
    code: 'ERR_KEY_URL',
    pointer: '#/auth/key/hosts/0',
    message: /"\*" stands for one whole label/,
  },
  {
    rule: '7: a handshake that signs whatever it is asked to',
    config: {
      auth: hmac(),
      handshakes: [
        {
          name: 'crc',
          method: 'GET',
          match: [{ value: '{query:t}', present: true }],
          verify: 'none',
          respond: { status: 200, body: '{query:t|hmac-sha256:KEY|hex}' },
        },
      ],
    },
    code: 'ERR_HANDSHAKE_ORACLE',
    pointer: '#/handshakes/0/respond',
    message: /anybody could have events signed/,
    hint: /guard the value/,
  },
  {
    rule: '8: a published key that is none',
    config: { auth: keyFrom({ constant: '', encoding: 'pem' }) },
    code: 'ERR_KEY_CONSTANT',
    pointer: '#/auth/key/constant',
    message: 'it is no public key in the encoding "pem"',
    hint: /as the provider publishes it/,
  },
  {
    rule: '10: addresses, and not whose',
    config: { auth: { type: 'transport', ip: { cidrs: ['192.0.2.0/24'] } } },
    code: 'ERR_CONFIG',
    pointer: '#/auth/ip',
    message: '"ip" needs "from"',
  },
]
