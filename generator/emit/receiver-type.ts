/** Prints what `createReceiver` gives: a receiver, and what this provider adds to it. */
import type { Catalog } from '../catalog/types.js'
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
  const hydrates = catalog.hydrate !== undefined
  const types = 'Received<V>, EventGroups'
  const hydrating = `<${types}, Resources>`
  const own = hydrates ? `HydratingReceiver${hydrating}` : `Receiver<${types}>`
  const hydrated = hydrates ? `hydrating${hydrating}(receiver)` : 'receiver'
  return withConfirming(catalog, { own, made: hydrated, options: 'options' })
}

/** Of the entry that knows what it is given. */
export function coreReceiverParts(catalog: Catalog): ReceiverParts {
  const own = 'Receiver<TokenEvents<T>, Record<never, never>>'
  return withConfirming(catalog, { own, made: 'receiver', options: 'rest' })
}

interface Own {
  readonly own: string
  readonly made: string
  readonly options: string
}

function withConfirming(catalog: Catalog, { own, made, options }: Own): ReceiverParts {
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
