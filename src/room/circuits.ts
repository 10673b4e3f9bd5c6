// Wires through a relay: libp2p's transport, on the wire that goes straight to the relay.

import {
  circuitRelayTransport,
  type CircuitRelayTransportComponents,
  type CircuitRelayTransportInit,
} from '@libp2p/circuit-relay-v2'
import type { Transport } from '@libp2p/interface'
import { override } from '../peer/override.ts'
import { isDirect } from './wire-choice.ts'

/**
 * `circuitRelayTransport`, which dials on whatever wire to the relay is the oldest. One that the
 * relay itself made through another relay may be: on such a wire nobody is let through
 * (circuit v2, "over a relayed connection"), so it comes last here.
 */
export function circuits(
  init?: CircuitRelayTransportInit,
): (components: CircuitRelayTransportComponents) => Transport {
  return (components) => {
    const { connectionManager } = components
    return circuitRelayTransport(init)(
      override(components, {
        connectionManager: override(connectionManager, {
          getConnections: (peer) =>
            // libp2p hands out the list that it keeps.
            [...connectionManager.getConnections(peer)].sort(
              (a, b) => Number(isDirect(b)) - Number(isDirect(a)),
            ),
        }),
      }),
    )
  }
}
