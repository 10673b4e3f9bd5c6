// The tap: every message of the DHT in both directions is told where it is carried, and so are pings.

import type { KadDHTComponents } from '@libp2p/kad-dht'
import type { PeerName } from '../../kad/kad-id.ts'
import { override } from '../override.ts'
import { AskedRequest } from './asked-request.ts'
import { ServedRequests } from './served-requests.ts'
import type { TapInit } from './tap-init.ts'

/**
 * The option under which a lookup's id travels through kad-dht to where its messages are sent:
 * kad-dht spreads the options it is given into those of each request (pinned by the adapter's
 * contract test).
 */
export const lookupTag = Symbol('kadscope.lookup')

/** Options of a request of kad-dht, as far as the tap reads them. */
export interface TappedOptions {
  readonly [lookupTag]?: string
  readonly path: { readonly index: number }
}

/** Hears of messages from whoever carries them. */
export interface MessageTap {
  /** A request is about to be made. */
  asks(to: PeerName, options: TappedOptions): Pick<AskedRequest, 'sent' | 'answered' | 'failed'>
  /** Requests of a peer will come in on a stream. */
  serves(from: PeerName): Pick<ServedRequests, keyof ServedRequests>
}

/** Makes the tap of one peer. */
export function createMessageTap(init: TapInit): MessageTap {
  return {
    asks(to, { [lookupTag]: lookup, path: { index } }) {
      return new AskedRequest(to, lookup, index < 0 ? undefined : index, init)
    },
    serves: (from) => new ServedRequests(from, init),
  }
}

/** A tap that hears nothing. */
export const deafTap: MessageTap = {
  asks: () => DEAF_ASKED,
  serves: () => DEAF_SERVED,
}

const nothing = (): void => undefined
const DEAF_ASKED = { sent: nothing, answered: nothing, failed: nothing }
const DEAF_SERVED = { read: nothing, answered: nothing, refused: nothing, ended: nothing }

/** The components to give to `kadDHT()`: they work as before, records go by the shelf and pings are told. */
export function tapComponents(components: KadDHTComponents, init: TapInit): KadDHTComponents {
  const { ping } = components
  return {
    ...components,
    datastore: init.shelf.datastore,
    ping: override(ping, {
      async ping(peer, options) {
        const contact = String(peer) as PeerName
        // Others name us to ourselves; kad-dht would dial.
        if (contact === init.own) throw new RangeError('a peer does not ping itself')
        const started = init.clock.now()
        const told = (ok: boolean): void => {
          init.teller.tell({ kind: 'contact.pinged', contact, ok, ms: init.clock.now() - started })
        }
        try {
          const rtt = await ping.ping(peer, options)
          told(true)
          return rtt
        } catch (error) {
          told(false)
          throw error
        }
      },
    }),
  }
}
