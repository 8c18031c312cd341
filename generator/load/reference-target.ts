/** Follows one reference: to a file or a resource of the folder, and to a place in it. */
import { lstatSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Diagnostics } from '../diagnostics.js'
import { didYouMean } from '../schema/nearest.js'
import { valueAt } from '../schema/pointer.js'
import { isSchema } from '../schema/walk.js'
import { clip } from './json-messages.js'
import { leaves, realPathBelow } from './paths.js'
import type { Registry } from './registry.js'
import type { Resource, SchemaNode } from './resources.js'
import { suggestFile, suggestPointer } from './suggest.js'
import { absoluteForms, decode, parseReference, schemeOf } from './uri.js'

const LONGEST_REFERENCE = 200

/** Why a reference cannot be followed. */
export interface Refusal {
  readonly code: string
  readonly message: string
  readonly hint?: string | undefined
}

/** `undefined` stands for a file that is there and is wrong in itself: that is reported already. */
export type Target = SchemaNode | Refusal | undefined

export function isRefusal(found: object | undefined): found is Refusal {
  return found !== undefined && 'code' in found
}

/** A reference as its author wrote it, for messages. */
export function quoteReference(keyword: string, reference: string): string {
  return `"${keyword}": ${JSON.stringify(clip(reference, LONGEST_REFERENCE))}`
}

export class ReferenceTargets {
  readonly #registry: Registry
  readonly #diagnostics: Diagnostics

  constructor(registry: Registry, diagnostics: Diagnostics) {
    this.#registry = registry
    this.#diagnostics = diagnostics
  }

  /** Where a reference in `from` leads. Nothing outside the folder is opened on the way. */
  async find(from: SchemaNode, keyword: string, reference: string): Promise<Target> {
    const quoted = quoteReference(keyword, reference)
    const { uri, fragment } = parseReference(reference)
    const resource = uri === '' ? from.resource : await this.#resource(from, uri, quoted)
    if (resource === undefined || isRefusal(resource)) return resource
    return placeIn(resource, fragment, quoted)
  }

  async #resource(
    from: SchemaNode,
    uri: string,
    quoted: string,
  ): Promise<Resource | Refusal | undefined> {
    const scheme = schemeOf(uri)
    const path = scheme === undefined ? pathOf(uri, from.document.file) : undefined
    // Without an id, the place of its file is what a schema is known by, so files come first.
    const file = path === undefined ? undefined : this.#existing(path)
    if (!from.resource.hasId && file !== undefined) return this.#fileResource(file, quoted)

    const forms = absoluteForms(uri, from.resource.uris, { onFolder: true })
    const [found, second] = await this.#registry.find(forms)
    if (found !== undefined && second !== undefined) return claimedTwice(quoted, found, second)
    if (found !== undefined) return found
    if (file !== undefined) return this.#fileResource(file, quoted)
    if (path !== undefined) return this.#noFile(from, path, quoted)
    return scheme === 'http' || scheme === 'https' ? remote(quoted) : otherScheme(quoted, scheme)
  }

  /** The real path of a regular file of the folder. */
  #existing(path: string): string | undefined {
    if (leaves(path)) return undefined
    const real = realPathBelow(this.#registry.library.folder.root, path)
    if (real === 'outside' || real === 'missing') return undefined
    return lstatSync(join(this.#registry.library.folder.root, real)).isFile() ? real : undefined
  }

  async #fileResource(file: string, quoted: string): Promise<Resource | Refusal | undefined> {
    const document = await this.#registry.library.use(file, this.#diagnostics)
    if (document === undefined) return undefined
    return (await this.#registry.nodes(file))[0]?.resource ?? notSchema(quoted)
  }

  #noFile(from: SchemaNode, path: string, quoted: string): Refusal {
    const { folder, files } = this.#registry.library
    if (leaves(path) || realPathBelow(folder.root, path) === 'outside') {
      return {
        code: 'ERR_REF_OUTSIDE',
        message: `${quoted} escapes the schema folder ${folder.shown}; nothing outside of it is read`,
      }
    }
    const [base = ''] = from.resource.uris
    const isRemote = schemeOf(base)?.startsWith('http') ?? false
    return {
      code: 'ERR_REF_MISSING',
      message: `${quoted} leads to no file: ${clip(path, LONGEST_REFERENCE)} does not exist in ${folder.shown}${isRemote ? ', and no file of it has that $id' : ''}`,
      hint: suggestFile(path, from.document.file, files),
    }
  }
}

/** The path below the folder that a relative reference in a file stands for. */
function pathOf(uri: string, file: string): string {
  const path = decode(uri.replace(/\?.*$/s, ''))
  return path.startsWith('/')
    ? posix.normalize(path).slice(1)
    : posix.normalize(posix.join(posix.dirname(file), path))
}

function placeIn(resource: Resource, fragment: string, quoted: string): SchemaNode | Refusal {
  const { document } = resource
  const isPointer = fragment === '' || fragment.startsWith('/')
  const place = isPointer ? resource.pointer + fragment : resource.anchors.get(fragment)
  if (place === undefined) {
    return {
      code: 'ERR_REF_MISSING',
      message: `${quoted} leads nowhere: ${document.shown} has no anchor "${clip(fragment)}"`,
      hint: didYouMean(fragment, resource.anchors.keys()),
    }
  }
  const schema = valueAt(document.value, place)
  if (schema === undefined) {
    return {
      code: 'ERR_REF_MISSING',
      message: `${quoted} leads nowhere: ${document.shown} has nothing at "#${clip(place, LONGEST_REFERENCE)}"`,
      hint: suggestPointer(document.value, place),
    }
  }
  if (isSchema(schema)) return { document, pointer: place, schema, resource }
  return notSchema(quoted)
}

function notSchema(quoted: string): Refusal {
  return {
    code: 'ERR_REF_NOT_SCHEMA',
    message: `${quoted} leads to what is no schema: an object or a boolean was expected`,
  }
}

function claimedTwice(quoted: string, one: Resource, other: Resource): Refusal {
  return {
    code: 'ERR_ID_DUPLICATE',
    message: `${quoted} can mean ${one.document.shown} and ${other.document.shown}: both have that id`,
  }
}

function remote(quoted: string): Refusal {
  return {
    code: 'ERR_REF_REMOTE',
    message: `${quoted} is remote, and no file of the folder has that $id; nothing is fetched`,
    hint: 'put the schema into the folder, with that URI as its $id',
  }
}

function otherScheme(quoted: string, scheme: string | undefined): Refusal {
  return {
    code: 'ERR_REF_SCHEME',
    message: `${quoted} has the scheme "${scheme}:", which is not followed`,
    hint: 'refer to a file below the folder by its relative path',
  }
}
