// Measures a page while it plays: frames, tasks, time by kind of work, memory.

import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { CDPSession, Page } from '@playwright/test'

/** What was measured while a page played. */
export interface PageFigures {
  readonly framesPerSecond: number
  /** The longest task of the main thread, in milliseconds; below 50 ms browsers don't tell. */
  readonly longestTaskMs: number
  readonly longTasks: number
  /** Script time a frame, in milliseconds. */
  readonly scriptMsPerFrame: number
  /** Layout and style a frame, in milliseconds. */
  readonly layoutMsPerFrame: number
  /** Share of the time that the main thread was busy, 0 to 1. */
  readonly busy: number
}

declare global {
  interface Window {
    measured?: { frames: number; tasks: number[] }
  }
}

/** Runs in the page before all else: counts frames and long tasks. */
export function countFrames(): void {
  const measured = { frames: 0, tasks: [] as number[] }
  window.measured = measured
  const ask = window.requestAnimationFrame.bind(window)
  let counted = -1
  window.requestAnimationFrame = (run) =>
    ask((time) => {
      // Several may ask for the same frame.
      if (time !== counted) measured.frames += 1
      counted = time
      run(time)
    })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) measured.tasks.push(duration)
  }).observe({ type: 'longtask' })
}

/** Measures a page that has `countFrames` for so many milliseconds. */
export async function measure(page: Page, forMs: number): Promise<PageFigures> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  await page.evaluate(() => {
    if (window.measured !== undefined) Object.assign(window.measured, { frames: 0, tasks: [] })
  })
  const before = await metricsOf(session)
  await page.waitForTimeout(forMs)
  const after = await metricsOf(session)
  const counted = await page.evaluate(() => window.measured)
  await session.detach()
  const { frames = 0, tasks = [] } = counted ?? {}
  const spent = (name: string): number => ((after.get(name) ?? 0) - (before.get(name) ?? 0)) * 1000
  const wallMs = spent('Timestamp')
  return {
    framesPerSecond: (frames / wallMs) * 1000,
    longestTaskMs: Math.max(0, ...tasks),
    longTasks: tasks.length,
    scriptMsPerFrame: spent('ScriptDuration') / Math.max(1, frames),
    layoutMsPerFrame:
      (spent('LayoutDuration') + spent('RecalcStyleDuration')) / Math.max(1, frames),
    busy: spent('TaskDuration') / wallMs,
  }
}

/** Writes a profile of a page's script over so many milliseconds to a file that browsers open. */
export async function profiled(page: Page, forMs: number, file: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Profiler.enable')
  await session.send('Profiler.start')
  await page.waitForTimeout(forMs)
  const { profile } = await session.send('Profiler.stop')
  await session.detach()
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, JSON.stringify(profile))
}

/** Megabytes of live JavaScript objects, after a collection. */
export async function heapMegabytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  await session.send('HeapProfiler.collectGarbage')
  const metrics = await metricsOf(session)
  await session.detach()
  return (metrics.get('JSHeapUsedSize') ?? Number.NaN) / 1024 / 1024
}

async function metricsOf(session: CDPSession): Promise<Map<string, number>> {
  const { metrics } = await session.send('Performance.getMetrics')
  return new Map(metrics.map(({ name, value }) => [name, value]))
}
