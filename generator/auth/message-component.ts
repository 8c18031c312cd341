/** Parses the components that a message signature has to cover (RFC 9421, section 2). */
import type { Spot } from './spot.js'
import type { Placeholder, Source } from './types.js'

const FIELD = /^"([a-z0-9!#$%&'*+.^_`|~-]+)"(?:;(?:sf|bs|key="[ !#-[\]-~]+"))?$/
const DERIVED = /^"(@[a-z-]+)"$/
const QUERY_PARAM = /^"@query-param";name="((?:[A-Za-z0-9*._-]|%[0-9A-F]{2})+)"$/

/** What the derived components say of the request, as our sources have it. */
const SOURCES: ReadonlyMap<string, readonly Source[]> = new Map([
  ['@method', ['method']],
  ['@target-uri', ['url']],
  ['@authority', ['host']],
  ['@scheme', []],
  ['@request-target', ['path', 'query']],
  ['@path', ['path']],
  ['@query', ['query']],
])

/** The identifier with its quotes, which a bare name may leave out; none where it is a mistake. */
export function parseComponent(text: string, spot: Spot): readonly string[] {
  const identifier = text.startsWith('"') ? text : `"${text.toLowerCase()}"`
  const derived = DERIVED.exec(identifier)?.[1]
  const isKnown = derived !== undefined && SOURCES.has(derived)
  if (isKnown || FIELD.test(identifier) || QUERY_PARAM.test(identifier)) return [identifier]
  const hint = `write a header as "content-digest", with ;sf, ;bs or ;key="…" where the sender does, or one of ${[...SOURCES.keys()].join(', ')}, "@query-param";name="…"`
  spot.error('ERR_COMPONENT', `${JSON.stringify(text)} is no component of a request`, hint)
  return []
}

/** The parts of the delivery that a covered component signs. */
export function signedBy(identifier: string): readonly Placeholder[] {
  const parameter = QUERY_PARAM.exec(identifier)?.[1]
  if (parameter !== undefined) return [placeholder('query', decoded(parameter))]
  const derived = DERIVED.exec(identifier)?.[1]
  if (derived !== undefined) {
    return (SOURCES.get(derived) ?? []).map((source) => placeholder(source, undefined))
  }
  const isPart = identifier.includes('";key=')
  const name = FIELD.exec(identifier)?.[1]
  return name === undefined || isPart ? [] : [placeholder('header', name)]
}

/** Unlike `decodeURIComponent` it takes every text. */
function decoded(parameter: string): string {
  return new URLSearchParams(`name=${parameter}`).get('name') ?? ''
}

function placeholder(source: Source, arg: string | undefined): Placeholder {
  return { kind: 'placeholder', source, arg, filters: [] }
}
