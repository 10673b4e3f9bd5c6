// A stream between two peers of one process, on top of js-libp2p's own stream logic.

import type { Logger } from '@libp2p/interface'
import { AbstractStream, type SendResult } from '@libp2p/utils'
import type { Uint8ArrayList } from 'uint8arraylist'

/** Carries something to the other end: `arrive` is called there, later or never. */
export type Carry = (bytes: number, arrive: () => void) => void

/** One end of a virtual stream. */
export class VirtualStream extends AbstractStream {
  readonly #carry: Carry
  #other: VirtualStream | undefined

  constructor(init: {
    id: string
    protocol: string
    direction: 'inbound' | 'outbound'
    log: Logger
    carry: Carry
  }) {
    super(init)
    this.#carry = init.carry
  }

  /** Ties two ends together. */
  static pair(a: VirtualStream, b: VirtualStream): void {
    a.#other = b
    b.#other = a
  }

  sendData(data: Uint8ArrayList): SendResult {
    const bytes = data.byteLength
    this.#tell(bytes, (other) => {
      other.onData(data)
    })
    return { sentBytes: bytes, canSendMore: true }
  }

  sendReset(): void {
    this.#tell(0, (other) => {
      other.onRemoteReset()
    })
  }

  sendCloseWrite(): Promise<void> {
    this.#tell(0, (other) => {
      other.onRemoteCloseWrite()
    })
    return Promise.resolve()
  }

  sendCloseRead(): Promise<void> {
    this.#tell(0, (other) => {
      other.onRemoteCloseRead()
    })
    return Promise.resolve()
  }

  // Nothing on a virtual wire waits for room.
  sendPause(): void {
    return
  }

  sendResume(): void {
    return
  }

  #tell(bytes: number, arrive: (other: VirtualStream) => void): void {
    const other = this.#other
    if (other !== undefined) {
      this.#carry(bytes, () => {
        arrive(other)
      })
    }
  }
}
