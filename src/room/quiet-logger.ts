// A logger for libp2p that says nothing.

import type { ComponentLogger, Logger } from '@libp2p/interface'

const nothing = (): void => undefined

const silent: Logger = Object.assign(nothing, {
  error: nothing,
  trace: nothing,
  enabled: false,
  newScope: () => silent,
})

/**
 * libp2p makes a logger of `debug` for every connection and stream, and `debug` looks at the
 * browser's name for each: about 2 % of a tab's time while a room forms, for lines that nobody
 * sees. Set `localStorage.debug`, or `DEBUG` in Node, and libp2p's own logger is used.
 */
export const quietLogger: ComponentLogger = { forComponent: () => silent }
