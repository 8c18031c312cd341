/** Prints what `createReceiver` gives: a receiver, and what this provider adds to it. */
import type { Catalog } from '../catalog/types.js'
import { describedStrictness } from './event-module.js'
import { confirmingTypes } from './registrations.js'

/** Handed to the templates of the entries. */
export interface ReceiverParts {
  /** The type, batches aside. */
  readonly receiver: string
  /** The expression that makes one of `receiver`, which `createReceiverFrom` gave. */
  readonly created: string
  /** Whether nothing is added. */
  readonly plain: boolean
  readonly batches: boolean
}

/** Of the entry that knows every event. */
export function receiverParts(catalog: Catalog): ReceiverParts {
  return withConfirming(catalog, hydrated(catalog, 'Received<V>, EventGroups'), 'options')
}

/** Of the entry that knows what it is given. */
export function coreReceiverParts(catalog: Catalog): ReceiverParts {
  return withConfirming(catalog, hydrated(catalog, 'Received<T, V>, Record<never, never>'), 'rest')
}

/** What the receiver's own choice of validation does to the types of its payloads. */
export function receivedParts(catalog: Catalog) {
  return {
    validation: catalog.validation,
    /** The choices that hand payloads over in their types: they hold them to these, or report. */
    holding:
      describedStrictness(catalog) === 'tolerant'
        ? "'strict' | 'tolerant' | 'report'"
        : "'strict' | 'report'",
  }
}

interface Own {
  readonly own: string
  readonly made: string
}

/** `types` are those of the events and of the groups. */
function hydrated({ hydrate }: Catalog, types: string): Own {
  if (hydrate === undefined) return { own: `Receiver<${types}>`, made: 'receiver' }
  const hydrating = `<${types}, Resources>`
  return { own: `HydratingReceiver${hydrating}`, made: `hydrating${hydrating}(receiver)` }
}

function withConfirming(catalog: Catalog, { own, made }: Own, options: string): ReceiverParts {
  const { confirmed, confirmTypes } = confirmingTypes(catalog)
  const isConfirming = confirmed !== ''
  const batches = catalog.source.batch !== undefined
  return {
    receiver: isConfirming ? `${own} & Confirming<${confirmed}, ${confirmTypes}>` : own,
    created: isConfirming ? `{ ...${made}, ...confirmLater(confirmations, ${options}) }` : made,
    plain: !isConfirming && !batches && made === 'receiver',
    batches,
  }
}
