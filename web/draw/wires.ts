// The paths of wires, as they are drawn and put into words.

import type { Path } from '../../src/event/schema.ts'

/** A wire's path in words. */
export const PATH_WORDS: Readonly<Record<Path, string>> = {
  webrtc: 'WebRTC, directly from tab to tab',
  relayed: 'through the relay, which passes on what it cannot read',
  websocket: 'a WebSocket to the relay',
  virtual: 'a virtual wire inside this page',
}

/** A wire's path in a word or two. */
export const PATH_NAMES: Readonly<Record<Path, string>> = {
  webrtc: 'WebRTC',
  relayed: 'relayed',
  websocket: 'WebSocket',
  virtual: 'virtual',
}
