// A tap that can be turned off while peers run: in the bench's build it stands where the tap is.

import type { TapInit } from '../src/peer/tap/tap-init.ts'
import { createMessageTap as create, deafTap, type MessageTap } from '../src/peer/tap/tap.ts'

export { tapComponents } from '../src/peer/tap/tap.ts'

/** Whether messages are told, at all peers of this process. */
export const tapSwitch = { isOn: true }

/** The tap, or one that hears nothing, as `tapSwitch` says at each request and each served stream. */
export function createMessageTap(init: TapInit): MessageTap {
  const tap = create(init)
  const now = (): MessageTap => (tapSwitch.isOn ? tap : deafTap)
  return {
    asks: (...args) => now().asks(...args),
    serves: (from) => now().serves(from),
  }
}
