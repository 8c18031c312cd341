/** Checks schemas by themselves: against the meta-schema, and for what only we object to. */
import type { Diagnostics } from '../diagnostics.js'
import { isObject } from '../schema/types.js'
import { declarationOf } from './draft.js'
import { lintSchema } from './lint.js'
import { lintRoot } from './lint-doubts.js'
import { checkAgainstMeta } from './meta.js'
import { Reporter } from './reporter.js'
import { type SchemaNode, textMember } from './resources.js'

/** Checks a schema and all inside it; `nodes` begins with the schema that holds the others. */
export async function checkSchema(
  nodes: readonly SchemaNode[],
  diagnostics: Diagnostics,
): Promise<void> {
  const [root] = nodes
  if (root === undefined) return
  const reporter = new Reporter(root.document, diagnostics)
  for (const issue of await checkAgainstMeta(root.schema, root.document.draft)) {
    const pointer = root.pointer + issue.pointer
    reporter.error('ERR_SCHEMA_INVALID', issue.message, { pointer })
  }
  if (root.pointer === '') lintRoot(root.schema, root.pointer, reporter)
  for (const node of nodes) {
    if (!isObject(node.schema)) continue
    lintSchema(node.schema, node.pointer, { draft: node.document.draft, reporter })
    lintKeywords(node, reporter)
  }
}

function lintKeywords(node: SchemaNode, reporter: Reporter): void {
  const { schema, pointer, document, resource } = node
  if (!isObject(schema)) return
  // The meta-schema of draft 04 does not know the keyword.
  if (document.draft === '04' && Object.hasOwn(schema, '$ref')) {
    if (textMember(schema, '$ref') === undefined) {
      reporter.error('ERR_SCHEMA_INVALID', '"$ref" must be a string', {
        pointer: `${pointer}/$ref`,
      })
    }
  }
  if (pointer === '' || resource.pointer !== pointer) return
  const declared = declarationOf(schema)
  if (declared.kind === 'draft' && declared.draft !== document.draft) {
    const message = `a schema of draft ${declared.draft} stands inside one of draft ${document.draft}`
    const hint = 'move it into a file of its own, or write both in one draft'
    reporter.error('ERR_REF_DRAFT', message, { pointer, located: `${pointer}/$schema`, hint })
  }
}
