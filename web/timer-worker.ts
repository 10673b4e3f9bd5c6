// A worker that keeps time: browsers hold back the timers of hidden pages, but not of their workers.

/** Sets a timer, or cancels it when `ms` is missing. */
export interface TimerRequest {
  readonly id: number
  readonly ms?: number
}

const timers = new Map<number, ReturnType<typeof setTimeout>>()

self.onmessage = ({ data: { id, ms } }: MessageEvent<TimerRequest>) => {
  clearTimeout(timers.get(id))
  timers.delete(id)
  if (ms === undefined) return
  const timer = setTimeout(() => {
    timers.delete(id)
    self.postMessage(id)
  }, ms)
  timers.set(id, timer)
}
