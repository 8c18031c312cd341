/** The only functions that turn data into code text. */
import { showInvisible } from './invisible.js'

/** A JavaScript literal for a JSON value: safe in any script, also inside HTML. */
export function json(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff<]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** A property key: bare where it is an identifier, quoted otherwise. `__proto__` is computed. */
export function propertyKey(name: string): string {
  if (name === '__proto__') return '["__proto__"]'
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : json(name)
}

/**
 * Data as the text of a block comment: it cannot close the comment, and stays prose. It is no tag,
 * no pragma of a compiler, no licence that a minifier keeps, and no map that a loader would read.
 */
export function comment(text: string): string {
  return (
    visible(text)
      .replace(/\*\//g, '*\\/')
      .replace(/([#@])(?=\s*source(?:Mapping)?URL)/gi, '\\$1')
      // Bundlers leave out calls of what is called pure.
      .replace(/([#@])(?=__[a-z_]+__)/gi, '$1\\')
      // In front of the `@` a backslash would not do: these are found anywhere in a comment.
      .replace(/@(?=ts-|jsx|preserve|license|cc_on)/gi, '@\\')
      .replace(/(?<![\w.@\\])@(?=[a-z])/gi, '\\@')
  )
}

/** Data as one line of Markdown text, with nothing in it that Markdown or HTML would act on. */
export function markdown(text: string): string {
  return visible(text.replace(/\s+/g, ' ').trim())
    .replace(/[\\`*_{}[\]#!|~>]/g, (character) => `\\${character}`)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
}

/** Prose: tabs become blanks, line feeds stay, and nothing else that cannot be seen. */
function visible(text: string): string {
  return showInvisible(text.replaceAll('\t', ' '), '\n')
}
