// The host's next turn: all that is ready to run runs first.

/** What newer browsers have of the Prioritized Task Scheduling API; a context without it has no `scheduler`. */
interface TaskScheduler {
  postTask(run: () => void): Promise<unknown>
}

/**
 * Runs something in a later turn of the event loop, after all promises that were ready have run. In
 * a browser that is a task of its own, so that frames and clicks come between.
 */
export function inNextTurn(run: () => void): void {
  const { scheduler } = globalThis as { scheduler?: Partial<TaskScheduler> }
  if (typeof setImmediate === 'function') setImmediate(run)
  else if (scheduler?.postTask !== undefined) void scheduler.postTask(run)
  else byMessage(run)
}

/** Resolves in a later turn of the event loop, see `inNextTurn`. */
export function nextTurn(): Promise<void> {
  return new Promise(inNextTurn)
}

/** Nested timeouts are held back for 4 ms; of messages a browser may take several in one task. */
function byMessage(run: () => void): void {
  const channel = new MessageChannel()
  channel.port1.onmessage = () => {
    channel.port1.close()
    run()
  }
  channel.port2.postMessage(undefined)
}

/**
 * Runs something in a later turn, as soon as the host can: where `inNextTurn` makes room for frames,
 * this holds up who waits, so several may run in one task, and a tab behind others is no slower.
 */
export const soon: (run: () => void) => void =
  typeof setImmediate === 'function'
    ? (run) => {
        setImmediate(run)
      }
    : messageLoop()

function messageLoop(): (run: () => void) => void {
  const waiting: (() => void)[] = []
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => waiting.shift()?.()
  return (run) => {
    waiting.push(run)
    port2.postMessage(undefined)
  }
}
