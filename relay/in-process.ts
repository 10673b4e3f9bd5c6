// Wires between peers of one process: whatever address of such a peer is dialed leads straight to it.

import {
  transportSymbol,
  type ComponentLogger,
  type Connection,
  type PeerId,
  type Transport,
  type Upgrader,
} from '@libp2p/interface'
import { CODE_P2P, multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import { KadscopeError } from '../src/base/errors.ts'
import { layMemoryWire } from './memory-wire.ts'

/** What libp2p hands to a transport, as far as this one needs it. */
interface Components {
  peerId: PeerId
  upgrader: Upgrader
  logger: ComponentLogger
}

/** The peers of one process. */
export interface InProcess {
  /** A transport for one of them; goes first in the list of its transports. */
  transport: () => (components: Components) => Transport
  /** A peer has ended: nobody is led to it any more. */
  leave(peer: PeerId): void
}

/** The peer has ended meanwhile. */
export class PeerEndedError extends KadscopeError {
  override name = 'PeerEndedError'
  constructor() {
    super('That peer of this process has ended.')
  }
}

/**
 * Makes an empty process. Its wires go without sockets and encryption, which between dozens of peers
 * of one machine would cost a processor core and protect nothing.
 */
export function createInProcess(): InProcess {
  const peers = new Map<string, Components>()

  function transportOf(components: Components): Transport {
    const own = components.peerId.toString()
    const log = components.logger.forComponent('kadscope:in-process')
    peers.set(own, components)

    async function dial(address: Multiaddr, signal: AbortSignal): Promise<Connection> {
      const other = peers.get(targetOf(address) ?? '')
      if (other === undefined) throw new PeerEndedError()
      const [near, far] = layMemoryWire(addressOf(components.peerId), addressOf(other.peerId), log)
      const common = { skipEncryption: true, skipProtection: true, signal } as const
      other.upgrader
        .upgradeInbound(far, { ...common, remotePeer: components.peerId })
        .catch((thrown: unknown) => far.abort(asError(thrown)))
      try {
        return await components.upgrader.upgradeOutbound(near, {
          ...common,
          remotePeer: other.peerId,
        })
      } catch (thrown) {
        near.abort(asError(thrown))
        throw thrown
      }
    }

    return {
      [transportSymbol]: true,
      [Symbol.toStringTag]: 'kadscope-in-process',
      dial: (address, { signal }) => dial(address, signal),
      dialFilter: (addresses) =>
        addresses.filter((address) => {
          const target = targetOf(address)
          return target !== undefined && target !== own && peers.has(target)
        }),
      listenFilter: () => [],
      createListener() {
        throw new TypeError('nobody listens in process: peers are found by their ids')
      },
    }
  }

  return { transport: () => transportOf, leave: (peer) => void peers.delete(peer.toString()) }
}

/** The peer at the end of an address. */
function targetOf(address: Multiaddr): string | undefined {
  const last = address.getComponents().at(-1)
  return last?.code === CODE_P2P ? last.value : undefined
}

/** An address that nobody else can use; libp2p expects an IP in addresses of relays. */
function addressOf(peer: PeerId): Multiaddr {
  const name = peer.toString()
  return multiaddr(`/ip4/127.0.0.1/memory/${name}/p2p/${name}`)
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
