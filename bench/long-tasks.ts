// Long tasks of a page's main thread, by the clock and by the thread's own time.

import type { Browser, Page } from '@playwright/test'

/** From so many milliseconds on a task is long: the page answers nobody meanwhile. */
const LONG_MS = 50

/** How long the long tasks took, in milliseconds, longest first. */
export interface LongTasks {
  readonly byClock: readonly number[]
  /** As the thread really ran: on two cores a worker that is never idle makes all others wait. */
  readonly byThread: readonly number[]
}

/** An event of Chromium's trace, as far as it is read; times in microseconds. */
interface TraceEvent {
  readonly ph: string
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** Watches a page from now on; what is returned ends that and gives the long tasks since. */
export async function watchTasks(browser: Browser, page: Page): Promise<() => Promise<LongTasks>> {
  await browser.startTracing(page, { categories: ['-*', 'toplevel', '__metadata'] })
  return async () => {
    const trace = JSON.parse((await browser.stopTracing()).toString()) as {
      readonly traceEvents: readonly TraceEvent[]
    }
    return longTasksOf(trace.traceEvents)
  }
}

/** The long tasks of pages' main threads in a trace. */
export function longTasksOf(events: readonly TraceEvent[]): LongTasks {
  const threads = new Set(
    events
      .filter(({ ph, name, args }) => ph === 'M' && name === 'thread_name' && args?.name === MAIN)
      .map(threadOf),
  )
  const tasks = events.filter(
    (event) => event.ph === 'X' && event.name === TASK && threads.has(threadOf(event)),
  )
  const long = (times: readonly (number | undefined)[]): number[] =>
    times
      .map((time = 0) => time / 1_000)
      .filter((ms) => ms > LONG_MS)
      .sort((a, b) => b - a)
  return {
    byClock: long(tasks.map(({ dur }) => dur)),
    byThread: long(tasks.map(({ tdur }) => tdur)),
  }
}

const MAIN = 'CrRendererMain'
const TASK = 'ThreadControllerImpl::RunTask'

function threadOf({ pid, tid }: TraceEvent): string {
  return `${pid} ${tid}`
}
