// A server and its clients, on the same fabric as the DHT: the server keeps the records, or only who has them.

import type { Clock } from '../../base/clock.ts'
import { seededRandom } from '../../base/random.ts'
import type { PeerName } from '../../kad/kad-id.ts'
import { makeIdentity } from '../attack/identities.ts'
import { Fabric } from '../fabric/fabric.ts'
import { Weather } from '../fabric/weather.ts'
import { JsonPeer, type Message, type Reply } from './json-peer.ts'
import type { Network } from './network.ts'

export interface ServerNetworkInit {
  readonly arrangement: 'central' | 'rendezvous'
  readonly peers: number
  readonly seed: string
  readonly clock: Clock
}

/** Starts a server and its clients. */
export async function startServerNetwork(init: ServerNetworkInit): Promise<Network> {
  const { arrangement, clock, seed } = init
  const random = seededRandom(`${seed}/identities`)
  const fabric = new Fabric({ clock, weather: new Weather({ random: seededRandom(seed) }) })
  const start = async (answer: Answer): Promise<JsonPeer> => {
    const peer = new JsonPeer({ fabric, clock, identity: makeIdentity(random), answer })
    await peer.start()
    return peer
  }
  const server = await start(keepValues(new Map(), new Map()))
  const clients = new Map<PeerName, { peer: JsonPeer; kept: Map<string, string> }>()
  for (let count = 0; count < init.peers; count += 1) {
    const kept = new Map<string, string>()
    const peer = await start(keepValues(kept, new Map()))
    clients.set(peer.name, { peer, kept })
  }
  const ask = (by: PeerName, to: PeerName, message: Message): Promise<Reply | undefined> =>
    clients.get(by)?.peer.ask(to, message) ?? Promise.resolve(undefined)

  let serves = true
  return {
    peers: () => [...clients.keys()],
    nodes: () => [...(serves ? [server.name] : []), ...clients.keys()],
    async put(by, key, value) {
      if (arrangement === 'central') {
        return (await ask(by, server.name, { do: 'put', key, value })) !== undefined
      }
      clients.get(by)?.kept.set(key, value)
      return (await ask(by, server.name, { do: 'announce', key })) !== undefined
    },
    async get(by, key) {
      if (arrangement === 'central') {
        return (await ask(by, server.name, { do: 'get', key }))?.value
      }
      const own = clients.get(by)?.kept.get(key)
      if (own !== undefined) return own
      const holder = (await ask(by, server.name, { do: 'find', key }))?.holder
      if (holder === undefined) return undefined
      return (await ask(by, holder as PeerName, { do: 'get', key }))?.value
    },
    crash(peers) {
      for (const peer of peers) {
        clients.delete(peer)
        fabric.crash(peer)
      }
      return Promise.resolve()
    },
    kill() {
      serves = false
      fabric.crash(server.name)
      return Promise.resolve()
    },
    counts: () => fabric.counts,
    received: () => fabric.received,
    stop() {
      for (const { peer } of clients.values()) peer.leave()
      server.leave()
      return Promise.resolve()
    },
  }
}

type Answer = (message: Message, from: PeerName) => Reply

/** Keeps values, and who announced one. */
function keepValues(values: Map<string, string>, holders: Map<string, PeerName>): Answer {
  return (message, from) => {
    const { key, value } = message
    switch (message.do) {
      case 'put':
        if (value !== undefined) values.set(key, value)
        return {}
      case 'announce':
        holders.set(key, from)
        return {}
      case 'get':
        return optional('value', values.get(key))
      case 'find':
        return optional('holder', holders.get(key))
    }
  }
}

function optional(name: 'value' | 'holder', value: string | undefined): Reply {
  return value === undefined ? {} : { [name]: value }
}
