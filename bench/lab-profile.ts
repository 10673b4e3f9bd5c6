// Whose time it is: a sampling profile of some work, shared out by the files it was spent for.

import { Session, type Profiler } from 'node:inspector/promises'

/**
 * Runs `work` and says which share of its busy time was spent in, or in libraries on behalf of,
 * files whose address matches. A sample counts for the innermost frame of this repository, or of
 * a match.
 */
export async function profileShares<Name extends string>(
  work: () => Promise<unknown>,
  owners: Readonly<Record<Name, RegExp>>,
): Promise<Record<Name, number>> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: 200 })
  await session.post('Profiler.start')
  await work()
  const { profile } = await session.post('Profiler.stop')
  session.disconnect()
  return shareOut(profile, owners)
}

function shareOut<Name extends string>(
  profile: Profiler.Profile,
  owners: Readonly<Record<Name, RegExp>>,
): Record<Name, number> {
  const names = Object.keys(owners) as Name[]
  const ownerOf = new Map<number, Name | 'idle' | undefined>()
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]))
  const visit = (id: number, inherited: Name | undefined): void => {
    const node = nodes.get(id)
    if (node === undefined) return
    const { url, functionName } = node.callFrame
    const match = names.find((name) => owners[name].test(url))
    const owner = match ?? (url.includes('/src/') ? undefined : inherited)
    ownerOf.set(id, functionName === '(idle)' ? 'idle' : owner)
    for (const child of node.children ?? []) visit(child, owner)
  }
  visit(profile.nodes[0]?.id ?? 1, undefined)
  let busy = 0
  const spent = Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>
  for (const [index, id] of (profile.samples ?? []).entries()) {
    const owner = ownerOf.get(id)
    const time = profile.timeDeltas?.[index] ?? 0
    if (owner === 'idle') continue
    busy += time
    if (owner !== undefined) spent[owner] += time
  }
  for (const name of names) spent[name] /= Math.max(1, busy)
  return spent
}
