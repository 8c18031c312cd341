/** Requests that nobody signed, as large as the default limits let them be, and made to take long. */
import type { DeliveryInput } from '../../templates/runtime/delivery-input.js'

export interface Attack {
  readonly name: string
  readonly input: DeliveryInput
}

/** What a provider reads before its proof holds, as its modules were printed. */
export interface Reads {
  readonly contentTypes: readonly string[]
  readonly headers: readonly string[]
  readonly parameters: readonly string[]
  readonly fields: readonly string[]
  readonly pointers: readonly string[]
  readonly prefixes: readonly string[]
  /** How its signatures are encoded. */
  readonly forms: readonly ('hex' | 'base64' | 'token')[]
}

const BODY_BYTES = 1_048_576
/** What `limits.headerBytes` leaves for values, where names and other lines take some. */
const HEADER_BYTES = 30_000

const HEX = 'ab'.repeat(32)
const BASE64 = Buffer.alloc(32, 1).toString('base64')

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url')
}

function token(header: object, payload = base64url('{"sub":"a"}')): string {
  return `${base64url(JSON.stringify(header))}.${payload}.${base64url('a'.repeat(64))}`
}

function filled(part: string, bytes: number, end = ''): string {
  return part.repeat(Math.floor((bytes - end.length) / part.length)) + end
}

/** Values of one header of a length. */
const VALUES: readonly (readonly [name: string, make: (bytes: number) => string])[] = [
  ['blanks inside', (bytes) => `a${filled(' ', bytes - 2)}b`],
  ['tabs inside', (bytes) => `a${filled('\t', bytes - 2)}b`],
  ['blanks at the ends', (bytes) => filled(' ', bytes)],
  ['commas', (bytes) => filled(',', bytes)],
  ['blanks and commas', (bytes) => filled(' ,', bytes)],
  ['equals signs', (bytes) => filled('=', bytes)],
  ['semicolons', (bytes) => filled('a;', bytes)],
  ['dots', (bytes) => filled('.', bytes)],
  ['percent signs', (bytes) => filled('%41', bytes, '%')],
  ['quotes', (bytes) => filled('"\\"', bytes)],
  ['slashes', (bytes) => filled('/', bytes, 'a')],
  ['zeros', (bytes) => filled('0', bytes, 'a')],
  ['one name again and again', (bytes) => filled('content-type,', bytes, 'date')],
  ['many names', (bytes) => listed(bytes, (index) => `a${index}`)],
  ['many pairs', (bytes) => listed(bytes, (index) => `t=1,v1=${index}`)],
  ['many signatures', (bytes) => listed(bytes, (index) => `sig${index}=:AAAA:`)],
  ['many components', (bytes) => `sig1=(${filled('"@method" ', bytes - 10)});created=1`],
  ['members of itself', (bytes) => components(bytes, (index) => `"signature";key="sig${index}"`)],
  ['parameters of a query', (bytes) => components(bytes, (i) => `"@query-param";name="a${i}"`)],
  ['hexadecimal digits', (bytes) => filled('ab', bytes)],
  ['base64', (bytes) => filled('AAAA', bytes)],
  ['a token with a huge header', (bytes) => token({ alg: 'RS256', a: filled('a', bytes / 2) })],
  ['a token with many keys', (bytes) => manyKeys(bytes)],
  [
    'a token with a huge payload',
    (bytes) => token({ alg: 'RS256', kid: 'a' }, filled('AAAA', bytes / 2)),
  ],
  ['a token with certificates', (bytes) => certificates(bytes)],
  ['Latin-1', (bytes) => filled('\u00e4', bytes)],
  ['addresses', (bytes) => filled('192.0.2.1, ', bytes, '192.0.2.1')],
  ['certificates', (bytes) => filled('-----BEGIN CERTIFICATE-----', bytes)],
]

function listed(bytes: number, make: (index: number) => string): string {
  const texts: string[] = []
  for (let length = 0, index = 0; length < bytes; index++) {
    const text = make(index)
    texts.push(text)
    length += text.length + 1
  }
  return texts.slice(0, -1).join()
}

/** As many components as a signature may cover. */
function components(bytes: number, make: (index: number) => string): string {
  const all = Array.from({ length: 64 }, (_, index) => make(index)).join(' ')
  return `sig1=(${all});created=1;nonce="${filled('a', Math.max(1, Math.min(bytes, 15_000) - all.length))}"`
}

function manyKeys(bytes: number): string {
  const count = Math.floor(bytes / 16)
  return token(Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 0])))
}

/** DER whose sequence has as many elements as bytes. */
function certificates(bytes: number): string {
  const der = Buffer.alloc(Math.floor(bytes / 4), 5)
  der.fill(0, 4)
  der.set([0x30, 0x82, (der.length - 4) >> 8, (der.length - 4) & 255])
  return token({ alg: 'ES256', x5c: [der.toString('base64')] })
}

type Body = readonly [
  name: string,
  type: 'json' | 'form' | 'multipart',
  make: (reads: Reads) => string,
]

const BOUNDARY = 'a'.repeat(70)

/** What the body reads at every pointer that counts, with something else before it. */
function members(pointers: readonly string[], value: string): string {
  const tops = new Map<string, string>()
  for (const pointer of pointers) {
    const [, top = '', ...rest] = pointer.split('/')
    const inner = rest.reduceRight((text, step) => `{${JSON.stringify(step)}:${text}}`, value)
    tops.set(top, inner)
  }
  return [...tops].map(([name, inner]) => `,${JSON.stringify(name)}:${inner}`).join('')
}

function object(first: string, reads: Reads, value: string): string {
  const rest = members(reads.pointers, value)
  return `{"~":${first}${rest}}`
}

const ROOM = BODY_BYTES - 20_000

const BODIES: readonly Body[] = [
  [
    'lists in lists',
    'json',
    (r) => object(`${'['.repeat(ROOM / 2)}${']'.repeat(ROOM / 2)}`, r, '1'),
  ],
  [
    'objects in objects',
    'json',
    (r) => object(`${'{"":'.repeat(ROOM / 5)}1${'}'.repeat(ROOM / 5)}`, r, '1'),
  ],
  ['many numbers', 'json', (r) => object(`[${filled('1,', ROOM)}1.0]`, r, '1.50')],
  ['empty objects', 'json', (r) => object(`[${filled('{},', ROOM)}1]`, r, '1.50')],
  ['many members', 'json', (r) => object(`{${listed(ROOM, (i) => `"${i}a":1`)}}`, r, '1.50')],
  [
    'members before each number',
    'json',
    (r) => `{${listed(ROOM, (i) => `"k${i}":1`)}${members(r.pointers, '1.50')}}`,
  ],
  ['one long text', 'json', (r) => object(`"${filled('\\\\', ROOM)}"`, r, '1')],
  ['escapes of __proto__', 'json', (r) => object(`["${filled('\\u005f', ROOM)}"]`, r, '"a"')],
  [
    'long values',
    'json',
    (r) => object('1', r, `"${filled('a,', ROOM / Math.max(1, r.pointers.length))}"`),
  ],
  ['a batch', 'json', () => `[${filled('{"a":1.0},', ROOM)}{}]`],
  ['base64 of a body', 'json', () => filled('AAAA', ROOM)],
  [
    'many fields',
    'form',
    (r) =>
      `${fields(r, 'a')}&${listed(ROOM, () => 'a=1')
        .split(',')
        .slice(0, 9000)
        .join('&')}`,
  ],
  ['more fields than are taken', 'form', (r) => `${fields(r, 'a')}${filled('&a', ROOM)}`],
  ['escapes', 'form', (r) => fields(r, filled('%41', ROOM / Math.max(1, r.fields.length)))],
  ['a list of names', 'form', (r) => fields(r, filled('a,', ROOM / Math.max(1, r.fields.length)))],
  [
    'JSON in a field',
    'form',
    (r) => fields(r, `{"a":[${filled('1,', ROOM / Math.max(1, r.fields.length))}1]}`),
  ],
  ['many parts', 'multipart', (r) => multipart(r.fields, 63)],
  ['line breaks', 'multipart', () => `--${BOUNDARY}\r\n${filled('\r', ROOM)}`],
  [
    'ends that are none',
    'multipart',
    () => `--${BOUNDARY}\r\n\r\n${filled(`\r\n--${BOUNDARY.slice(1)}`, ROOM)}`,
  ],
]

function fields({ fields: names }: Reads, value: string): string {
  return names.map((name) => `${encodeURIComponent(name)}=${value}`).join('&')
}

function multipart(names: readonly string[], count: number): string {
  const all = [...names, ...Array.from({ length: count }, (_, index) => `f${index}`)].slice(
    0,
    count,
  )
  const content = filled('\r', ROOM / count - 200)
  const part = (name: string) =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`
  return `${all.map(part).join('')}--${BOUNDARY}--\r\n`
}

const TYPES = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  multipart: `multipart/form-data; boundary=${BOUNDARY}`,
}

const SIGNATURES = { hex: HEX, base64: BASE64, token: token({ alg: 'RS256', kid: 'a' }) }

/** All of them for one provider. */
export function attacksOn(reads: Reads): readonly Attack[] {
  return [...headAttacks(reads), ...queryAttacks(reads), ...bodyAttacks(reads)]
}

function headAttacks(reads: Reads): readonly Attack[] {
  const { headers } = reads
  if (headers.length === 0) return []
  const each = Math.floor(HEADER_BYTES / headers.length)
  const together = VALUES.map(([name, make]) => ({
    name: `${name} in every header`,
    input: request(reads, { headers: headers.map((header) => [header, make(each)] as const) }),
  }))
  const alone = VALUES.flatMap(([name, make]) =>
    headers.length === 1
      ? []
      : headers.map((long) => ({
          name: `${name} in ${long}`,
          input: request(reads, {
            headers: headers.map(
              (header) => [header, header === long ? make(25_000) : HEX] as const,
            ),
          }),
        })),
  )
  const lines = Array.from(
    { length: 198 - headers.length },
    (_, index) => [`x-${index}`, 'a'] as const,
  )
  const many = [...headers.map((header) => [header, HEX] as const), ...lines]
  return [...together, ...alone, { name: '200 lines', input: request(reads, { headers: many }) }]
}

function queryAttacks(reads: Reads): readonly Attack[] {
  const headers = plausible(reads, HEX)
  const known = reads.parameters.map((name) => `${encodeURIComponent(name)}=${HEX}`).join('&')
  return [
    ['many parameters', filled('&a', 30_000)],
    ['escapes in the query', filled('%41', 30_000)],
    ['slashes in the query', `${filled('/', 30_000)}a`],
  ].map(([name = '', more = '']) => ({
    name,
    input: request(reads, {
      headers,
      url: `https://hooks.test${more.startsWith('/') ? more : '/'}?${known}&${more}`,
    }),
  }))
}

/** Every header that is read, as a signature could look. */
function plausible({ headers, prefixes }: Reads, value: string): [string, string][] {
  const prefixed = prefixes.map((prefix) => `${prefix}${value}`).join(',')
  return headers.map((header) => [header, prefixed || value])
}

function bodyAttacks(reads: Reads): readonly Attack[] {
  const { contentTypes, forms } = reads
  const takes = (type: 'json' | 'form' | 'multipart') =>
    contentTypes.some((taken) => taken === '*/*' || taken === TYPES[type].split(';')[0])
  const values = forms.map((form) => [form, plausible(reads, SIGNATURES[form])] as const)
  return BODIES.flatMap(([name, type, make]) => {
    if (!takes(type) && !(type === 'json' && contentTypes.includes(''))) return []
    const body = make(reads)
    return values.map(([kind, lines]) => ({
      name: `${name}, under ${kind}`,
      input: request(reads, { headers: [['content-type', TYPES[type]], ...lines], body }),
    }))
  })
}

function request(reads: Reads, given: Partial<DeliveryInput>): DeliveryInput {
  const { contentTypes, parameters } = reads
  const known = parameters.map((name) => `${encodeURIComponent(name)}=${HEX}`).join('&')
  const [type = 'application/json'] = contentTypes
  const lines = [...((given.headers ?? []) as Iterable<readonly [string, string]>)]
  const isTyped = lines.some(([name]) => name === 'content-type')
  return {
    method: 'POST',
    url: given.url ?? `https://hooks.test/?${known}`,
    headers: isTyped || type === '' || type === '*/*' ? lines : [['content-type', type], ...lines],
    body: given.body ?? '{}',
    transport: { encrypted: true, remoteAddress: '192.0.2.1' },
  }
}
