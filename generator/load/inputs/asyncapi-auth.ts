/** What an AsyncAPI document says of how its messages are proven, over HTTP. */
import { type AuthProposal, authOfOperation } from './auth-proposal.js'
import { type DescriptionReader, type Found, member, text } from './reader.js'

/** The security of an operation stands for that of the servers, which holds for all others. */
export async function asyncApiAuth(
  operations: readonly Found[],
  root: Found,
  reader: DescriptionReader,
): Promise<readonly AuthProposal[]> {
  const own: AuthProposal[] = []
  let usesServers = operations.length === 0
  for (const operation of operations) {
    const traits = await reader.items(operation, 'traits')
    const holders = [operation, ...traits.map(([, trait]) => trait)]
    const holder = holders.find((one) => member(one, 'security') !== undefined)
    if (holder === undefined) usesServers = true
    own.push(...(await authOfOperation(holder ?? operation, root, reader)))
  }
  if (!usesServers) return own
  for (const server of await httpServers(root, reader)) {
    own.push(...(await authOfOperation(server, root, reader)))
  }
  return own
}

/** Webhooks come over HTTP; a server of another protocol is not what sends them. */
async function httpServers(root: Found, reader: DescriptionReader): Promise<readonly Found[]> {
  const servers = await reader.members(await reader.object(root, 'servers'))
  return servers
    .map(([, server]) => server)
    .filter((server) => /^https?$/i.test(text(server, 'protocol') ?? ''))
}
