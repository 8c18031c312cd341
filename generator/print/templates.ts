/** The strict Handlebars environment: data reaches the text through the escaping helpers alone. */
import { readFileSync } from 'node:fs'
import Handlebars from 'handlebars'
import { comment, json, markdown, propertyKey } from './literals.js'

const FOLDER = new URL('../../templates/', import.meta.url)

const environment = Handlebars.create()
environment.registerHelper('json', (value: unknown) => json(value))
environment.registerHelper('key', (value: unknown) => propertyKey(String(value)))
environment.registerHelper('comment', (value: unknown) => comment(String(value)))
environment.registerHelper('text', (value: unknown) => markdown(String(value)))
environment.registerHelper('code', (value: unknown) => inlineCode(String(value)))
// Code that the emitters printed themselves, through `print/literals.ts`.
environment.registerHelper('source', (value: unknown) => String(value))

/** The helpers that a template may use; a test holds every template to them. */
export const HELPERS: readonly string[] = ['json', 'key', 'comment', 'text', 'code', 'source']

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
