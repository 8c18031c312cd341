/** Emits `src/validators.ts`, which grows with the events, and so is printed in each of its forms. */
import type { Catalog } from '../catalog/types.js'
import { BANNER } from '../print/banner.js'
import { json } from '../print/literals.js'
import { type LoadForm, printEventModule, printRequire } from './event-module.js'
import type { PrintedSource } from './types.js'

const DOC = '/** The validators, each loaded when the first delivery of its event needs it. */'
const TYPES = {
  validators: 'ReadonlyMap<string, EventModule>',
  groups: 'ReadonlyMap<string, readonly string[]>',
}

export function emitValidatorTable(catalog: Catalog): PrintedSource {
  return {
    source: { path: 'src/validators.ts', content: printSource(catalog) },
    module: {
      path: 'src/validators.js',
      esm: printEsm(catalog),
      cjs: printCjs(catalog),
      dts: printDeclaration('js'),
      dcts: printDeclaration('cjs'),
    },
  }
}

function printSource(catalog: Catalog): string {
  const events = printEvents(catalog, '  ', { indent: '  ', margin: '  ' })
  return `${BANNER}
${DOC}
import type { EventModule } from './runtime/validation.js'

export const validators: ${TYPES.validators} = new Map<string, EventModule>([
${events}
])

export const groups: ${TYPES.groups} = new Map<string, readonly string[]>([
${printGroups(catalog, '  ')}
])
`
}

/** As TypeScript prints it: an object inside a list of one line is indented once more. */
const BUILT: LoadForm = { indent: '    ', margin: '        ' }

function printEsm(catalog: Catalog): string {
  return `export const validators = new Map(${printList(printEvents(catalog, '    ', BUILT))});
export const groups = new Map(${printList(printGroups(catalog, '    '))});
`
}

function printCjs(catalog: Catalog): string {
  const events = printEvents(catalog, '    ', { ...BUILT, load: printRequire })
  return `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.groups = exports.validators = void 0;
exports.validators = new Map(${printList(events)});
exports.groups = new Map(${printList(printGroups(catalog, '    '))});
`
}

function printDeclaration(extension: 'js' | 'cjs'): string {
  return `${DOC}
import type { EventModule } from './runtime/validation.${extension}';
export declare const validators: ${TYPES.validators};
export declare const groups: ${TYPES.groups};
`
}

function printEvents(catalog: Catalog, margin: string, form: LoadForm): string {
  return catalog.events
    .map((event) => {
      const module = printEventModule(catalog, event, { ...form, from: './' })
      return `${margin}[${json(event.name)}, ${module}],`
    })
    .join('\n')
}

function printGroups({ groups }: Catalog, margin: string): string {
  return groups
    .map(({ name, events }) => `${margin}[${json(name)}, [${events.map(json).join(', ')}]],`)
    .join('\n')
}

function printList(lines: string): string {
  return lines === '' ? '[]' : `[\n${lines}\n]`
}
