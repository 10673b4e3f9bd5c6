// The quick emitters for Node, which warns of many listeners to a signal: libp2p and kad-dht have them on
// purpose, and to say so for each signal takes a fiftieth of what a Lab does while its peers join.

import { setMaxListeners as warnBeyond } from 'node:events'

warnBeyond(0)

export { setMaxListeners, TypedEventEmitter } from '../src/stand-ins/quick-events.ts'
