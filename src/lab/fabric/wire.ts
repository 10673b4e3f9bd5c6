// A virtual wire: two connections that are each other's far end, as libp2p's parts see them.

import type { Connection, PeerId } from '@libp2p/interface'
import type { Carrier } from './carrier.ts'
import type { End, Place } from './place.ts'
import { silentLogger } from './silent-logger.ts'
import { nameOf } from '../../peer/peer-ids.ts'
import { VirtualStream } from '../../peer/virtual-stream.ts'

/** Lays a wire from one peer to another and tells both of it. Returns the near end. */
export function layWire(id: string, from: Place, to: Place, carrier: Carrier, now: number): End {
  let open = true
  const close = (): void => {
    if (!open) return
    open = false
    carrier.counts.wires--
    for (const [place, end] of sides) {
      place.wires.delete(end.other.name)
      hangUp(place, end)
    }
  }
  const near = makeEnd({ id, direction: 'outbound', own: from, other: to, carrier, now, close })
  const far = makeEnd({ id, direction: 'inbound', own: to, other: from, carrier, now, close })
  const sides = [
    [from, near],
    [to, far],
  ] as const
  carrier.counts.wires++
  for (const [place, end] of sides) place.wires.set(end.other.name, end)
  for (const [place, end] of sides) introduce(place, end)
  return near
}

/** Opens a stream on a wire; undefined when the other side does not speak the protocol. */
export function openStream(
  own: Place,
  end: End,
  protocol: string,
  carrier: Carrier,
): VirtualStream | undefined {
  const { other, streams } = end
  const there = other.wires.get(own.name)
  const handler = other.registry.handler(protocol)
  if (there === undefined || handler === undefined) return undefined
  // Each written out: an object that begins with a spread may have a hidden class of its own in V8, and
  // there are thousands of these a second.
  const out = new VirtualStream({
    id: '',
    protocol,
    log: silentLogger,
    direction: 'outbound',
    carry: carrier.lane(own.name, other.name),
    onClosed: (stream) => streams.delete(stream),
  })
  const into = new VirtualStream({
    id: '',
    protocol,
    log: silentLogger,
    direction: 'inbound',
    carry: carrier.lane(other.name, own.name),
    onClosed: (stream) => there.streams.delete(stream),
  })
  VirtualStream.pair(out, into)
  streams.add(out)
  there.streams.add(into)
  Promise.resolve(handler.handler(into.asStream(), there.connection)).catch((error: unknown) => {
    into.abort(error instanceof Error ? error : new Error(String(error)))
  })
  return out
}

function makeEnd(init: {
  id: string
  direction: 'inbound' | 'outbound'
  own: Place
  other: Place
  carrier: Carrier
  now: number
  close: () => void
}): End {
  const { id, direction, own, other, carrier, now, close } = init
  const connection = {
    id,
    direction,
    remotePeer: other.peerId,
    remoteAddr: other.address,
    status: 'open',
    timeline: { open: now },
    newStream: (protocols: string | string[]) => {
      const protocol = [protocols].flat()[0] ?? ''
      const stream = openStream(own, end, protocol, carrier)
      return stream === undefined
        ? Promise.reject(new Error(`${protocol} is not spoken there`))
        : Promise.resolve(stream)
    },
    close: () => {
      close()
      return Promise.resolve()
    },
    abort: close,
  }
  const end: End = {
    connection: connection as unknown as Connection,
    other,
    streams: new Set(),
    close,
  }
  return end
}

/** What libp2p does when a connection is up and the peer at its end is identified. */
function introduce(place: Place, { connection, other }: End): void {
  const protocols = other.registry.protocols()
  void place.peerStore.merge(other.peerId, { multiaddrs: [other.address], protocols })
  place.events.safeDispatchEvent('connection:open', { detail: connection })
  place.events.safeDispatchEvent('peer:identify', {
    detail: { peerId: other.peerId, connection, protocols, listenAddrs: [] },
  })
  place.registry.connected(other.peerId, protocols, connection)
}

/** What libp2p does when the last connection to a peer is gone. */
function hangUp(place: Place, { connection, other, streams }: End): void {
  ;(connection as { status: string }).status = 'closed'
  for (const stream of streams) stream.onTransportClosed()
  place.events.safeDispatchEvent('connection:close', { detail: connection })
  place.events.safeDispatchEvent<PeerId>('peer:disconnect', { detail: other.peerId })
  place.registry.disconnected(other.peerId)
}

/** The connections of a place, or that to one peer. */
export function connectionsOf(place: Place, peer: PeerId | undefined): Connection[] {
  if (peer === undefined) return [...place.wires.values()].map(({ connection }) => connection)
  const end = place.wires.get(nameOf(peer))
  return end === undefined ? [] : [end.connection]
}
