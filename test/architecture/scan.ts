/** Reads source files and finds where they leave the house rules. */
import { posix } from 'node:path'
import { ts } from 'ts-morph'
import { ZONES, type Zone } from './zones.js'

export interface Source {
  /** From the project's root, with `/`. */
  readonly path: string
  readonly text: string
}

interface Import {
  readonly from: string
  /** A file of the project, or the name of a package or of a part of Node. */
  readonly to: string
  readonly isTypeOnly: boolean
}

const MOST_LINES = 400
const MOST_FUNCTION_LINES = 60
const MOST_PARAMETERS = 4

/** Imports that the zones do not allow. */
export function findForbiddenImports(sources: readonly Source[]): string[] {
  return sources.flatMap(importsOf).flatMap(({ from, to }) => {
    const zone = zoneOf(from)
    if (zone === undefined) return [`${from} is in no zone`]
    return isAllowed(zone, to) ? [] : [`${from} imports ${to}`]
  })
}

function zoneOf(path: string): Zone | undefined {
  return ZONES.filter(({ at }) => covers(at, path)).sort((a, b) => b.at.length - a.at.length)[0]
}

function covers(at: string, path: string): boolean {
  return at.endsWith('/') ? path.startsWith(at) : path === at
}

function isAllowed(zone: Zone, to: string): boolean {
  if (to.startsWith('node:')) return zone.node?.includes(to.slice('node:'.length)) === true
  if (!to.includes('.ts') && !to.startsWith('..')) {
    return zone.npm?.some((name) => to === name || to.startsWith(`${name}/`)) === true
  }
  return zoneOf(to) === zone || zone.may.some((at) => covers(at, to))
}

/** Circles of imports; type-only ones may go round within a zone, as nothing of them runs. */
export function findCycles(sources: readonly Source[]): string[] {
  const edges = new Map<string, string[]>()
  for (const { from, to, isTypeOnly } of sources.flatMap(importsOf)) {
    if (isTypeOnly && zoneOf(from) === zoneOf(to)) continue
    edges.set(from, [...(edges.get(from) ?? []), to])
  }
  const cycles: string[] = []
  const done = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(' > '))
    } else if (!done.has(path)) {
      for (const to of edges.get(path) ?? []) visit(to, [...trail, path])
      done.add(path)
    }
  }
  for (const path of edges.keys()) visit(path, [])
  return cycles
}

function importsOf({ path, text }: Source): Import[] {
  const found: Import[] = []
  const add = (specifier: ts.Node | undefined, isTypeOnly: boolean) => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return
    found.push({ from: path, to: targetOf(path, specifier.text), isTypeOnly })
  }
  visitAll(parse(path, text), (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node))
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly)
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, true)
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false)
    }
  })
  return found
}

function isTypeImport(node: ts.ImportDeclaration): boolean {
  return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
}

function targetOf(path: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier
  return posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts')
}

/** What a file does that no file may: length, default exports, `any`. */
export function findHouseFaults({ path, text }: Source): string[] {
  const file = parse(path, text)
  const faults: string[] = []
  const lines = text.split('\n').length - 1
  if (lines > MOST_LINES) faults.push(`${path} has ${lines} lines`)
  if (!/^(#!.*\n)?\/\*\*/.test(text)) faults.push(`${path} does not begin with a doc sentence`)
  visitAll(file, (node) => {
    const at = `${path}:${lineOf(file, node.getStart(file))}`
    if (node.kind === ts.SyntaxKind.AnyKeyword) faults.push(`${at} says any`)
    if (ts.isExportAssignment(node) || node.kind === ts.SyntaxKind.DefaultKeyword) {
      if (!ts.isDefaultClause(node.parent ?? node)) faults.push(`${at} has a default export`)
    }
  })
  return faults
}

/** Functions that do not fit a screen, or take too much. */
export function findLargeFunctions({ path, text }: Source): string[] {
  const file = parse(path, text)
  const faults: string[] = []
  visitAll(file, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node)) return
    const first = lineOf(file, node.getStart(file))
    const lines = lineOf(file, node.end) - first + 1
    if (lines > MOST_FUNCTION_LINES) faults.push(`${path}:${first} is a function of ${lines} lines`)
    const count = node.parameters.length
    if (count > MOST_PARAMETERS) faults.push(`${path}:${first} takes ${count} parameters`)
  })
  return faults
}

function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true)
}

function visitAll(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node)
  ts.forEachChild(node, (child) => visitAll(child, visit))
}

function lineOf(file: ts.SourceFile, position: number): number {
  return file.getLineAndCharacterOfPosition(position).line + 1
}
