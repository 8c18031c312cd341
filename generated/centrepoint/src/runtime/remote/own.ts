/** The platform's own means, where a proof is used without a receiver. */
import type { Remote } from '../remote.js'

export const ownRemote: Remote = {
  fetch: (...call) => globalThis.fetch(...call),
  origins: new Map(),
  objection: () => undefined,
}
