/**
 * Emits `src/events/*.ts`: each event as a value, which `onEvent` and bundles that must stay small
 * take. There is one for every event, so they are printed as they would be formatted and built:
 * TypeScript has only the modules to work on whose number does not grow.
 */
import type { Catalog, EventDef } from '../catalog/types.js'
import { BANNER } from '../print/banner.js'
import { json } from '../print/literals.js'
import {
  describedStrictness,
  isLoosened,
  type LoadForm,
  printEventModule,
  printRequire,
} from './event-module.js'
import type { PrintedSource } from './types.js'
import { type Strictness, validatorPath } from './validators/paths.js'

const DOC = '/** One event, with its type and its validator. */'

export function emitTokens(catalog: Catalog): readonly PrintedSource[] {
  return catalog.events.map((event) => {
    const path = `src/events/${event.stem}`
    const held = isLoosened(catalog, event) ? describedStrictness(catalog) : 'strict'
    const print: TokenPrinter = { catalog, event, held }
    return {
      source: { path: `${path}.ts`, content: printSource(print) },
      module: {
        path: `${path}.js`,
        esm: printEsm(print),
        cjs: printCjs(print),
        dts: printDeclaration(event, 'js'),
        dcts: printDeclaration(event, 'cjs'),
      },
    }
  })
}

interface TokenPrinter {
  readonly catalog: Catalog
  readonly event: EventDef
  /** The strictness whose `check` is imported. */
  readonly held: Strictness
}

function printSource(token: TokenPrinter): string {
  const { name, definition } = token.event
  return `${BANNER}
${DOC}
import { type EventToken, eventToken } from '../runtime/token.js'
import type { ${definition} } from '../types.js'
import { check } from ${json(checkPath(token, 'js'))}

export const event: ${typeOf(token.event)} = eventToken(${json(name)}, check, ${printModule(token, { indent: '  ' })})
`
}

/** As TypeScript prints it: indented by four, and with semicolons. */
function printEsm(token: TokenPrinter): string {
  const { name } = token.event
  return `${BANNER}
${DOC}
import { eventToken } from '../runtime/token.js';
import { check } from ${json(checkPath(token, 'js'))};
export const event = eventToken(${json(name)}, check, ${printModule(token, { indent: '    ' })});
`
}

/** As TypeScript prints it: a module goes by its file's name. */
function printCjs(token: TokenPrinter): string {
  const { name, stem } = token.event
  const variable = `${stem.replace(/^(?=\d)/, '_').replace(/\W/g, '_')}_cjs_${stem === 'token' ? 2 : 1}`
  const form: LoadForm = {
    indent: '    ',
    heldCheck: `${variable}.check`,
    load: printRequire,
  }
  return `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.event = void 0;
${BANNER}
${DOC}
const token_cjs_1 = require("../runtime/token.cjs");
const ${variable} = require(${json(checkPath(token, 'cjs'))});
exports.event = (0, token_cjs_1.eventToken)(${json(name)}, ${variable}.check, ${printModule(token, form)});
`
}

function printDeclaration(event: EventDef, extension: 'js' | 'cjs'): string {
  return `${DOC}
import { type EventToken } from '../runtime/token.${extension}';
import type { ${event.definition} } from '../types.${extension}';
export declare const event: ${typeOf(event)};
`
}

function typeOf({ name, definition }: EventDef): string {
  return `EventToken<${json(name)}, ${definition}>`
}

function checkPath({ event, held }: TokenPrinter, extension: 'js' | 'cjs'): string {
  return `../${validatorPath(event.stem, held)}.${extension}`
}

function printModule({ catalog, event, held }: TokenPrinter, form: LoadForm): string {
  return printEventModule(catalog, event, { ...form, from: '../', held })
}
