// `npm run bench:page`: what the page costs while it plays a large recording, view by view.

import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { chromium, type Browser, type Page } from '@playwright/test'
import { ensureChromium, launchArgs } from '../e2e/browser.ts'
import { servePage } from '../e2e/processes.ts'
import type { Envelope } from '../src/event/envelope.ts'
import { encodeTrace, traceHeader } from '../src/event/trace.ts'
import { VIEWS, type ViewName } from '../web/state/address.ts'
import { compareMessages } from './page-compare.ts'
import { countFrames, heapMegabytes, measure, profiled } from './page-measure.ts'
import { pageTable, type PageReport } from './page-report.ts'
import { showSomething, shownIn } from './page-shown.ts'
import { recordPageTrace } from './page-trace.ts'
import { firstPaintScripts } from './page-weight.ts'

const USAGE = `npm run bench:page -- [options]
  --peers N     peers of the recorded Lab (200)
  --rate N      events a second (200)
  --events N    events of the recording (100000)
  --seconds N   how long each view is measured (10)
  --views A,B   only these views (all)
  --profile DIR where a processor profile of each view goes, which slows it (none)
  --out FILE    where the JSON goes (test-results/bench-page.json)`

/** One view has the whole page, as on a screen of this size. */
const VIEWPORT = { width: 1060, height: 800 }

/** Runs the bench; the exit code is 1 when a bar was missed. */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      peers: { type: 'string', default: '200' },
      rate: { type: 'string', default: '200' },
      events: { type: 'string', default: '100000' },
      seconds: { type: 'string', default: '10' },
      views: { type: 'string', default: VIEWS.join(',') },
      profile: { type: 'string' },
      out: { type: 'string', default: 'test-results/bench-page.json' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const [peers, rate, events, seconds] = [
    values.peers,
    values.rate,
    values.events,
    values.seconds,
  ].map(Number) as [number, number, number, number]
  console.log(`recording a Lab of ${peers} peers until it has told ${events} events`)
  const told = await recordPageTrace({ peers, rate, events })
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: launchArgs() })
  const host = await servePage()
  const report: PageReport = {
    at: new Date().toISOString(),
    machine: `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores`,
    ...{ peers, rate, events },
    firstPaint: firstPaintScripts('dist/web'),
    ...(await measureViews(browser, host.url, {
      told,
      forMs: seconds * 1000,
      names: VIEWS.filter((view) => values.views.split(',').includes(view)),
      profiles: values.profile,
    })),
    messages: await compareMessages(browser, { told, forMs: seconds * 1000 }),
  }
  await host.stop()
  await browser.close()
  const { text, met } = pageTable(report)
  console.log(text)
  await mkdir('test-results', { recursive: true })
  await writeFile(values.out, `${JSON.stringify(report, undefined, 2)}\n`)
  return met ? 0 : 1
}

/** How the views are measured. */
interface ViewsInit {
  readonly told: readonly Envelope[]
  readonly forMs: number
  readonly names: readonly ViewName[]
  /** The directory for processor profiles. */
  readonly profiles: string | undefined
}

/** Plays the recording in each view in turn. */
async function measureViews(
  browser: Browser,
  url: string,
  { told, forMs, names, profiles }: ViewsInit,
): Promise<Pick<PageReport, 'views' | 'heapMegabytes'>> {
  const text = encodeTrace(traceHeader({ startedAt: told[0]?.at ?? 0 }), told)
  const page = await browser.newPage({ viewport: VIEWPORT })
  await page.addInitScript(countFrames)
  await page.route('**/bench.jsonl', (route) => route.fulfill({ body: text }))
  // A viewer looks at somebody: without a peer most views have little to draw.
  await page.goto(`${url}/?trace=bench.jsonl&view=network&peer=${told[0]?.peer ?? ''}`)
  await untilWhole(page, told.length)
  const heap = await heapMegabytes(page)
  const views: Record<string, Awaited<ReturnType<typeof measure>>> = {}
  for (const view of names) {
    const tab = page.getByTestId(`tab-${view}`)
    // Some views are there in a Lab only.
    if ((await tab.count()) === 0) continue
    await tab.click()
    await page.getByTestId(`view-${view}`).waitFor()
    await playFrom(page, 0.6)
    await showSomething(page, view)
    // The picture is made for the first time: that is not how it plays.
    await page.waitForTimeout(1_000)
    const before = await positionOf(page)
    views[view] = await measure(page, forMs)
    const { framesPerSecond, longestTaskMs } = views[view]
    const rate = ((await positionOf(page)) - before) / (forMs / 1000)
    const figures = [
      `${framesPerSecond.toFixed(1)} frames/s`,
      `longest task ${longestTaskMs.toFixed(0)} ms`,
      `${rate.toFixed(0)} events/s`,
    ]
    console.log(`${view}: ${figures.join(', ')}`)
    if (profiles !== undefined) await profiled(page, forMs, `${profiles}/${view}.cpuprofile`)
    // It is worth nothing when there was nothing to draw to the end.
    await shownIn(page, view)
  }
  await page.close()
  return { views, heapMegabytes: heap }
}

/** How many events the page shows. */
async function positionOf(page: Page): Promise<number> {
  return Number(await page.getByTestId('timeline').getAttribute('data-position'))
}

async function untilWhole(page: Page, total: number): Promise<void> {
  const whole = page.locator(`[data-testid=timeline][data-total="${total}"]`)
  await whole.waitFor({ timeout: 300_000 })
}

/** Plays on from a share of the recording. */
async function playFrom(page: Page, share: number): Promise<void> {
  await page.keyboard.press('End')
  // All of the recording has to be on the strip.
  await page.evaluate(() => {
    document.body.focus()
  })
  for (let step = 0; step < 24; step += 1) await page.keyboard.press('-')
  const strip = await page.getByTestId('timeline-strip').boundingBox()
  if (strip === null) throw new Error('the page has no timeline')
  await page.mouse.click(strip.x + strip.width * share, strip.y + strip.height / 2)
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  })
  await page.keyboard.press('Space')
}
