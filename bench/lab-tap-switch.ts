// A tap that can be turned off while peers run: in the bench's build it stands where the tap is.

import type { KadDHTComponents } from '@libp2p/kad-dht'
import { override } from '../src/peer/override.ts'
import type { TapInit } from '../src/peer/tap/tap-init.ts'
import { lookupTag, tapComponents as tapped } from '../src/peer/tap/tap.ts'

export { lookupTag }

/** Whether messages go through the tap, at all peers of this process. */
export const tapSwitch = { isOn: true }

/** The components with the tap between, or without it, as `tapSwitch` says at each message. */
export function tapComponents(components: KadDHTComponents, init: TapInit): KadDHTComponents {
  const { connectionManager, registrar } = components
  const taps = tapped(components, init)
  const openStream = taps.connectionManager.openStream
  return {
    ...taps,
    connectionManager: override(connectionManager, {
      openStream: (...args) =>
        tapSwitch.isOn ? openStream(...args) : connectionManager.openStream(...args),
    }),
    registrar: override(registrar, {
      async handle(protocol, handler, options) {
        // The tap hands its own handler to the registrar that it was given.
        let watched = handler
        const taken = override(registrar, {
          handle: (_, outer) => {
            watched = outer
            return Promise.resolve()
          },
        })
        await tapped({ ...components, registrar: taken }, init).registrar.handle(protocol, handler)
        await registrar.handle(
          protocol,
          (...args) => (tapSwitch.isOn ? watched : handler)(...args),
          options,
        )
      },
    }),
  }
}
