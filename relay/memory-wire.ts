// A wire within one process: bytes written at one end are read at the other in the next turn.

import type { Logger } from '@libp2p/interface'
import { AbstractMultiaddrConnection, type SendResult } from '@libp2p/utils'
import type { Multiaddr } from '@multiformats/multiaddr'

/**
 * Lays a wire from the peer at `from` to the one at `to`, addresses by which each end names the
 * other. Returns the near end, outbound, and the far one.
 */
export function layMemoryWire(
  from: Multiaddr,
  to: Multiaddr,
  log: Logger,
): [MemoryWire, MemoryWire] {
  const near = new MemoryWire({ remoteAddr: to, direction: 'outbound', log })
  const far = new MemoryWire({ remoteAddr: from, direction: 'inbound', log })
  near.other = far
  far.other = near
  return [near, far]
}

/** One end of the wire. */
export class MemoryWire extends AbstractMultiaddrConnection {
  other: MemoryWire | undefined
  /** What is under way to the other end, in order. */
  #underWay: ((other: MemoryWire) => void)[] = []

  /** Takes all there is: the muxer above has windows for each of its streams. */
  override sendData(data: Parameters<AbstractMultiaddrConnection['sendData']>[0]): SendResult {
    // The list is reused by who handed it in.
    const bytes = data.slice()
    this.#send((other) => other.onData(bytes))
    return { sentBytes: data.byteLength, canSendMore: true }
  }

  override sendReset(): void {
    this.#send((other) => other.onRemoteReset())
  }

  override sendClose(): Promise<void> {
    this.#send((other) => other.onTransportClosed())
    return Promise.resolve()
  }

  /** Does nothing: what comes while it is paused is kept by the base class. */
  override sendPause(): void {
    return
  }

  /** Does nothing, as nothing was paused. */
  override sendResume(): void {
    return
  }

  #send(step: (other: MemoryWire) => void): void {
    this.#underWay.push(step)
    if (this.#underWay.length === 1) setImmediate(() => this.#deliver())
  }

  #deliver(): void {
    const steps = this.#underWay
    this.#underWay = []
    for (const step of steps) {
      if (this.other?.status === 'open' || this.other?.status === 'closing') step(this.other)
    }
  }
}
