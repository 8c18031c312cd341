/** The URIs of schemas: references apart, bases and references together. */

/** The base of what has no URI of its own: the provider folder, whatever its path on this disk. */
const FOLDER = 'folder:///'

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/

export interface Reference {
  /** What stands before `#`; empty where the reference stays in its resource. */
  readonly uri: string
  /** What stands behind `#`, percent escapes decoded. */
  readonly fragment: string
}

export function parseReference(reference: string): Reference {
  const hash = reference.indexOf('#')
  if (hash === -1) return { uri: reference, fragment: '' }
  return { uri: reference.slice(0, hash), fragment: decode(reference.slice(hash + 1)) }
}

/** The scheme of an absolute URI, in lower case; `//host/path` counts as `https`. */
export function schemeOf(uri: string): string | undefined {
  if (uri.startsWith('//')) return 'https'
  return SCHEME.exec(uri)?.[1]?.toLowerCase()
}

/** The URI that stands for a file's place in the folder. */
export function fileUri(file: string): string {
  return FOLDER + file.split('/').map(encodeURIComponent).join('/')
}

/**
 * The absolute forms of a URI on each of the bases, without a fragment; the first is the one that
 * the specification asks for.
 *
 * Ids that are relative to no file, as in `common/user.schema.json` or `check_run$created`, are
 * common; `onFolder` adds the form that such an id has on the folder.
 */
export function absoluteForms(
  uri: string,
  bases: readonly string[],
  { onFolder }: { readonly onFolder: boolean },
): readonly string[] {
  const forms = new Set<string>()
  for (const base of onFolder ? [...bases, FOLDER] : bases) forms.add(absolute(uri, base))
  return [...forms]
}

/** Percent escapes decoded; a text with broken ones is taken as it stands. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function absolute(uri: string, base: string): string {
  try {
    return new URL(uri, base).href.replace(/#.*$/, '')
  } catch {
    // A base such as `urn:uuid:…` takes no relative path: the id then stands for itself alone.
    return uri
  }
}
