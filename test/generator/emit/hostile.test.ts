/** A config whose every text tries to break out of the code that it is printed into. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { generateOrThrow, type LoadedSdk, loadSdk } from '../../support/sdk.js'

const TEXT =
  '"\'`$\\{x}\\u0022 */ globalThis.pwned = 1 /* </script><!-- \u2028\u2029 //\\\n[x](y) | {{{z}}} #'

/** As an expression: only its braces and brackets have a meaning there. */
const EXPR = TEXT.replaceAll('{', '{{').replaceAll('}', '}}').replaceAll('[[', '[[[')

const PATTERN = `["'\`\\u2028/*<>$\\u007b]{1,9}|${'\\*\\/'}`

const body = { [TEXT]: EXPR, ['__proto__']: { a: EXPR }, constructor: [EXPR, '{header:x-a}'] }

// By text, as an object literal would take `__proto__` for something else.
const REPLY = JSON.stringify(body)

const config = `{
  "title": ${JSON.stringify(TEXT.replaceAll('\n', ' '))},
  "description": ${JSON.stringify(TEXT)},
  "package": { "license": ${JSON.stringify(TEXT)}, "repository": ${JSON.stringify(TEXT)} },
  "events": { "type": "{header:x-event}", "id": ${JSON.stringify(`${EXPR}{header:x-id}`)},
              "names": { "events/named.json": ${JSON.stringify(TEXT)} } },
  "auth": { "schemes": {
    "constructor": { "allOf": [
      { "type": "signature", "alg": { "from": ${JSON.stringify(`${EXPR}{header:x-alg}`)}, "map": { ${JSON.stringify(TEXT)}: "hmac-sha256" } },
        "key": { "secret": "toString", "strip": ${JSON.stringify(TEXT)} },
        "content": ${JSON.stringify(`${EXPR}[[${EXPR}{query:a\\|b\\}"'\`}]]{body|strip:*/"\`$}`)},
        "signature": { "from": "{header:x-sig}", "split": ${JSON.stringify(TEXT)}, "prefix": ${JSON.stringify(EXPR)}, "encoding": "hex" } },
      { "type": "check", "value": "{header:x'\`$*}", "oneOf": [${JSON.stringify(EXPR)}, "{secret:hasOwnProperty}"] },
      { "type": "check", "value": "{header:x-b}", "matches": ${JSON.stringify(PATTERN)} } ] },
    "bearer": { "type": "bearer" } } },
  "handshakes": [ { "name": "prototype", "method": "GET", "verify": "none",
    "match": [ { "value": "{header:x-hello}", "equals": ${JSON.stringify('"*/`$')} } ],
    "respond": { "status": 200, "headers": { "__proto__": "{header:x-a}", "x'\`$*": "a\\"*/\`b" }, "body": ${REPLY} } } ]
}`

let out: string
let sdk: LoadedSdk
beforeAll(async () => {
  const made = await generateOrThrow({
    'hostile/webhooks.json': config,
    'hostile/events/named.json': {
      title: TEXT,
      description: TEXT,
      deprecated: true,
      type: 'object',
    },
    'hostile/events/__proto__.json': { description: '*/', type: 'object' },
  })
  out = made.out
  sdk = await loadSdk(out, 'hostile')
})

test('nothing of it was executed, and the names are what they were', () => {
  expect(globalThis).not.toHaveProperty('pwned')
  expect([...sdk.eventNames].sort()).toEqual([TEXT, '__proto__'].sort())
})

test('a handshake answers with the very texts', async () => {
  const receiver = sdk.createReceiver({ auth: { bearer: { SECRET: 's' } } })
  const headers = { 'x-hello': '"*/`$', 'x-a': 'echo' }
  const response = await receiver.fetch(new Request('https://h.test/', { headers }))
  expect(response.status).toBe(200)
  expect(response.headers.get("x'`$*")).toBe('a"*/`b')
  const answer = { [TEXT]: TEXT, ['__proto__']: { a: TEXT }, constructor: [TEXT, 'echo'] }
  expect(await response.text()).toBe(JSON.stringify(answer))
  expect((await receiver.fetch(new Request('https://h.test/'))).status).toBe(405)
})

test('package.json and README hold the texts as data', () => {
  const manifest = JSON.parse(readFileSync(join(out, 'hostile/package.json'), 'utf8'))
  expect(manifest).toMatchObject({
    description: TEXT,
    license: TEXT,
    repository: { type: 'git', url: TEXT },
  })
  const readme = readFileSync(join(out, 'hostile/README.md'), 'utf8')
  expect(readme).not.toContain('<script')
  expect(readme).not.toMatch(/^globalThis/m)
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'))
  for (const row of rows) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(6)
})

test('no printed source holds a character that hides or breaks a line', () => {
  const folder = join(out, 'hostile/src')
  const printed = readdirSync(folder).filter((name) => name.endsWith('.ts'))
  expect(printed.length).toBeGreaterThan(5)
  for (const name of printed) {
    const source = readFileSync(join(folder, name), 'utf8')
    expect([name, /[\u2028\u2029\u202e\u200b\u0000]/.test(source)]).toEqual([name, false])
  }
})
