/** Kinds of proof by where they stand in a delivery, and by how they are combined. */
import { hmac, oneCase } from '../generator/auth/planned.js'
import { at, type Kind, pair } from './kinds.js'

const CONDITION = [{ value: '{header:x-version}', matches: 'v[0-9]{2,4}(?:-(?:beta|rc))?' }]
const MEMBERS = '{json:/id}.{json:/a}'

export const PLACED: Readonly<Record<string, Kind>> = {
  inJson: {
    auth: hmac({
      content: `${MEMBERS}.{json:/proof/time}`,
      timestamp: { from: '{json:/proof/time}', unit: 's', past: 60, future: 60 },
      signature: at('{json:/proof/mac}', 'base64url'),
    }),
    given: { KEY: 'k' },
    hasKeys: false,
  },
  inEncodedJson: pair('ecdsa-p256-sha256-der', {
    content: '{body}',
    key: { byId: '{header:x-proof|decode:base64|json:/kid}', of: { secret: 'KEY' } },
    signature: at('{header:x-proof|decode:base64|json:/signature}'),
  }),
  inForm: {
    auth: hmac({
      content: '{form:payload}',
      signature: { ...at('{form:sig}'), split: '&', prefix: '{secret:ID}|' },
    }),
    given: { KEY: 'k', ID: 'public' },
    hasKeys: false,
    form: 'payload=na%C3%AFve&more=1',
  },
  overForm: {
    auth: hmac({
      content: ['{url}', { params: 'form', sort: true, kv: '', sep: '' }],
    }),
    given: { KEY: 'k' },
    hasKeys: false,
    form: 'payload=na%C3%AFve&more=1',
  },
  overQuery: {
    auth: hmac({
      content: [{ params: 'query', sort: true, omit: ['sig'], kv: '_', sep: '_' }],
      timestamp: { from: '{query:t}', unit: 's', past: 60, future: 60 },
      signature: at('{query:sig}', 'hex'),
    }),
    given: { KEY: 'k' },
    hasKeys: false,
    url: 'http://localhost/?b=1&a=2',
    breaks: { query: 'b' },
  },
  namedHash: {
    auth: hmac({
      alg: {
        from: '{header:x-signature|split:=:0}',
        map: { sha1: 'hmac-sha1', sha512: 'hmac-sha512' },
      },
      signature: at('{header:x-signature|split:=:1}', 'hex'),
    }),
    given: { KEY: 'k' },
    hasKeys: false,
  },
  namedInBody: pair('', {
    alg: { from: '{json:/version}', map: { 1: 'rsa-sha1', 2: 'rsa-sha256' } },
    content: `${MEMBERS}.{json:/version}`,
    signature: at('{json:/signature}'),
  }),
  eachSigned: {
    auth: {
      forEach: '/list',
      ...hmac({ content: '{item:/b}.{item:/c}', signature: at('{item:/sig}') }),
    },
    given: { KEY: 'k' },
    hasKeys: false,
    payload: {
      a: 'x',
      id: '1',
      list: [
        { b: 1, c: 'y' },
        { b: 2.5, c: 'z' },
      ],
    },
  },
  eachChecked: {
    auth: { forEach: '/list', type: 'check', value: '{item:/state}', equals: '{secret:STATE}' },
    given: { STATE: 'agreed' },
    hasKeys: false,
    breaks: { text: 'agreed' },
  },
  conditioned: {
    auth: { switch: [oneCase(hmac(), CONDITION)] },
    given: { KEY: 'k' },
    hasKeys: false,
  },
  presence: {
    auth: {
      switch: [
        oneCase(hmac(), [
          { value: '{header:x-signature}', present: true },
          { value: '{header:x-more}', present: true },
          { value: '{header:x-none}', absent: true },
        ]),
      ],
    },
    given: { KEY: 'k' },
    hasKeys: false,
  },
  prefixed: {
    auth: {
      anyOf: [
        hmac({ key: { secret: 'KEY', except: 'whpk_' } }),
        pair('ed25519', {
          key: { secret: 'KEY', only: 'whpk_', strip: 'whpk_', encoding: 'ed25519-base64' },
        }).auth,
      ],
    },
    given: { KEY: 'k' },
    hasKeys: false,
  },
  skipped: {
    auth: hmac({ signature: { ...at('{header:x-signature}'), split: ',', skip: 2 } }),
    given: { KEY: 'k' },
    hasKeys: false,
  },
}
