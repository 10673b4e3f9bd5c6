// A logger that says nothing: a thousand peers would say too much.

import type { ComponentLogger, Logger } from '@libp2p/interface'

const logger: Logger = Object.assign(() => undefined, {
  enabled: false,
  error: () => undefined,
  trace: () => undefined,
  newScope: (): Logger => logger,
})

/** The logger of every virtual stream. */
export const silentLogger = logger

/** The logger of every virtual host. */
export const silentLoggers: ComponentLogger = { forComponent: () => logger }
