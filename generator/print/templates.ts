/** The strict Handlebars environment: data reaches the text through the escaping helpers alone. */
import { readFileSync } from 'node:fs'
import Handlebars from 'handlebars'
import { GeneratorBug } from '../errors.js'
import { comment, json, markdown, propertyKey } from './literals.js'

const FOLDER = new URL('../../templates/', import.meta.url)

const PRINTERS: Readonly<Record<string, (value: unknown) => string>> = {
  json,
  key: (value) => propertyKey(String(value)),
  comment: (value) => comment(String(value)),
  text: (value) => markdown(String(value)),
  code: (value) => inlineCode(String(value)),
  // Code that the emitters printed themselves, through `print/literals.ts`.
  source: String,
}

/** The helpers that a template may use; a test holds every template to them. */
export const HELPERS: readonly string[] = Object.keys(PRINTERS)

const environment = Handlebars.create()
for (const [name, print] of Object.entries(PRINTERS)) {
  environment.registerHelper(name, (value: unknown) => {
    // Strict mode does not look at what helpers are given.
    if (value === undefined) throw new GeneratorBug(`a template lacks a value for "${name}"`)
    return print(value)
  })
}

const compiled = new Map<string, Handlebars.TemplateDelegate>()

/** Renders `templates/<path>`; a name that the data lacks is an error, and nothing is read from prototypes. */
export function render(path: string, data: Readonly<Record<string, unknown>>): string {
  let template = compiled.get(path)
  if (template === undefined) {
    const source = readFileSync(new URL(path, FOLDER), 'utf8')
    template = environment.compile(source, {
      noEscape: true,
      strict: true,
      knownHelpersOnly: true,
      knownHelpers: Object.fromEntries(HELPERS.map((name) => [name, true])),
    })
    compiled.set(path, template)
  }
  return template(data)
}

/** A Markdown code span around data: its fence is longer than any run of backticks inside. */
function inlineCode(value: string): string {
  const text = value.replace(
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = /^[` ]|[` ]$/.test(text) ? ' ' : ''
  // A pipe would end the cell of a table even inside a code span.
  return `${fence}${pad}${text.replaceAll('|', '\\|')}${pad}${fence}`
}
