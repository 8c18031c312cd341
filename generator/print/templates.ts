/** The strict Handlebars environment: data reaches the text through the escaping helpers alone. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type Handlebars from 'handlebars'
import { GeneratorBug } from '../errors.js'
import { showInvisible } from './invisible.js'
import { comment, json, markdown, propertyKey } from './literals.js'

const FOLDER = new URL('../../templates/', import.meta.url)

type CompileOptions = Parameters<typeof Handlebars.precompile>[1]
type TemplateDelegate = Handlebars.TemplateDelegate
type TemplateSpecification = Parameters<typeof Handlebars.template>[0]

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

const OPTIONS: CompileOptions = {
  noEscape: true,
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries(HELPERS.map((name) => [name, true])),
}

type Specifications = Readonly<Record<string, TemplateSpecification>>
type Render = (path: string, data: Readonly<Record<string, unknown>>) => string

/** Beside the compiled generator: the compiler of templates takes longer to load than they to print. */
export const READY_TEMPLATES = new URL('../templates.cjs', import.meta.url)

const require = createRequire(import.meta.url)

/** Renders `templates/<path>`; a name that the data lacks is an error, and nothing is read from prototypes. */
export const render: Render = createRender(readyTemplates())

function readyTemplates(): Specifications | undefined {
  const path = fileURLToPath(READY_TEMPLATES)
  // Sound: `templatesCode` printed the module.
  return existsSync(path) ? (require(path) as Specifications) : undefined
}

/** Compiles each template when it is first asked for, unless it is ready. */
export function createRender(ready: Specifications | undefined): Render {
  // Sound: the runtime alone lacks the compiler, and what is ready needs none.
  const handlebars = require(ready ? 'handlebars/runtime' : 'handlebars') as typeof Handlebars
  const environment = handlebars.create()
  for (const [name, print] of Object.entries(PRINTERS)) {
    environment.registerHelper(name, (value: unknown) => {
      // Strict mode does not look at what helpers are given.
      if (value === undefined) throw new GeneratorBug(`a template lacks a value for "${name}"`)
      return print(value)
    })
  }
  const compiled = new Map<string, TemplateDelegate>()
  return (path, data) => {
    const specification = ready?.[path]
    const template =
      compiled.get(path) ??
      (specification
        ? environment.template(specification)
        : environment.compile(read(path), OPTIONS))
    compiled.set(path, template)
    return template(data)
  }
}

/** The code of a CommonJS module that holds all templates for `createRender`. */
export function templatesCode(): string {
  const { precompile } = require('handlebars') as typeof Handlebars
  const paths = ['glue', 'package'].flatMap((folder) =>
    readdirSync(new URL(folder, FOLDER)).map((name) => `${folder}/${name}`),
  )
  const members = paths.map(
    (path) => `${JSON.stringify(path)}: ${String(precompile(read(path), OPTIONS))}`,
  )
  return `module.exports = {\n${members.join(',\n')}\n}\n`
}

function read(path: string): string {
  return readFileSync(new URL(path, FOLDER), 'utf8')
}

/** A Markdown code span around data: its fence is longer than any run of backticks inside. */
function inlineCode(value: string): string {
  const text = showInvisible(value)
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = /^[` ]|[` ]$/.test(text) ? ' ' : ''
  // A pipe would end the cell of a table even inside a code span.
  return `${fence}${pad}${text.replaceAll('|', '\\|')}${pad}${fence}`
}
