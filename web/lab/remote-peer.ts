// A peer of the Lab as the page has it: each operation is asked of the worker.

import type { PeerName } from '../../src/kad/kad-id.ts'
import type { DhtPeer } from '../../src/peer/dht-peer.ts'
import type { LabLink } from './lab-link.ts'
import type { InventoryMethod, PeerMethod } from './lab-protocol.ts'

/** What can be done with a peer that is elsewhere. */
export type RemotePeer = Pick<DhtPeer, PeerMethod | 'inventory'>

/** A function whose arguments go over and whose answer comes back, of whatever types they are there. */
type Remote = (...args: never[]) => Promise<never>

/** The peer of that name at the other end of what `link` gives at the time of a call. */
export function remotePeer(link: () => LabLink, peer: PeerName): RemotePeer {
  const ask = (method: PeerMethod): Remote =>
    remote((args) => link().call('ask', { peer, method, args }))
  return {
    put: ask('put'),
    get: ask('get'),
    remove: ask('remove'),
    history: ask('history'),
    register: ask('register'),
    unregister: ask('unregister'),
    discover: ask('discover'),
    publish: ask('publish'),
    search: ask('search'),
    setMode: ask('setMode'),
    closest: ask('closest'),
    stop: () => link().call('leave', { peers: [peer] }),
    inventory(of) {
      const about = (method: InventoryMethod): Remote =>
        remote((args) => link().call('inventory', { peer, of, method, args }))
      return {
        list: about('list'),
        stats: about('stats'),
        get: about('get'),
        store: about('store'),
        remove: about('remove'),
      }
    },
  }
}

function remote(ask: (args: readonly unknown[]) => Promise<unknown>): Remote {
  return async (...args: readonly unknown[]) => {
    const signal = args.map(signalOf).find((one) => one !== undefined)
    signal?.throwIfAborted()
    const answer = ask(args.map(withoutSignal))
    const first = signal === undefined ? answer : Promise.race([answer, untilAborted(signal)])
    return (await first) as never
  }
}

/** Signals cannot go over: who gives up stops waiting, and the peer goes on. */
function withoutSignal(argument: unknown): unknown {
  if (signalOf(argument) === undefined) return argument
  return { ...(argument as object), signal: undefined }
}

function signalOf(argument: unknown): AbortSignal | undefined {
  if (typeof argument !== 'object' || argument === null || !('signal' in argument)) return undefined
  return argument.signal instanceof AbortSignal ? argument.signal : undefined
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const give = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)))
    }
    signal.addEventListener('abort', give, { once: true })
  })
}
