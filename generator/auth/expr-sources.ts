/** The sources of the expression language. */
import type { Source } from './types.js'

/** Whether a source needs, may have or cannot have an argument. */
export const SOURCES: Readonly<Record<Source, 'needs' | 'may' | 'none'>> = {
  body: 'none',
  captured: 'needs',
  form: 'needs',
  header: 'needs',
  host: 'none',
  item: 'needs',
  jose: 'needs',
  json: 'needs',
  jwt: 'needs',
  keyid: 'none',
  let: 'needs',
  method: 'none',
  now: 'none',
  param: 'needs',
  part: 'needs',
  path: 'none',
  query: 'may',
  secret: 'needs',
  url: 'none',
  var: 'needs',
}

// Sound: the keys of the record above are its sources.
export const SOURCE_NAMES = Object.keys(SOURCES) as readonly Source[]
