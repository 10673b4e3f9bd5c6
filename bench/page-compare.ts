// Compares moving messages as cytoscape elements with the same on a canvas over it.

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { build } from 'vite'
import type { Envelope } from '../src/event/envelope.ts'
import { emptyWorld } from '../src/world/empty-world.ts'
import { fold } from '../src/world/reduce.ts'
import { wires } from '../src/world/selectors.ts'
import type { BenchPicture, BenchWay } from './page-elements.ts'
import { countFrames, measure, type PageFigures } from './page-measure.ts'

/** What to compare. */
export interface CompareInit {
  readonly told: readonly Envelope[]
  readonly forMs: number
}

/** Wires that are drawn in both: as many as the page itself draws at most. */
const MOST_WIRES = 500

/** Plays the messages of the end of a recording in both ways. */
export async function compareMessages(
  browser: Browser,
  { told, forMs }: CompareInit,
): Promise<Readonly<Record<BenchWay, PageFigures>>> {
  const script = await bundled()
  const picture = pictureOf(told, forMs)
  const play = async (way: BenchWay): Promise<PageFigures> => {
    const page = await browser.newPage()
    await page.addInitScript(countFrames)
    await page.goto('about:blank')
    await page.addScriptTag({ content: script, type: 'module' })
    await page.waitForFunction(() => window.playMessages !== undefined)
    await page.evaluate(([what, how]) => window.playMessages?.(what, how), [picture, way] as const)
    const figures = await measure(page, forMs)
    await page.close()
    return figures
  }
  return { elements: await play('elements'), canvas: await play('canvas') }
}

function pictureOf(told: readonly Envelope[], forMs: number): BenchPicture {
  const world = fold(emptyWorld(), told)
  const last = told.at(-1)?.at ?? 0
  const flights = told.flatMap(({ event, peer, at }) =>
    event.kind === 'rpc.sent' && at > last - forMs * 1.5
      ? [{ from: peer, to: event.to, at: at - (last - forMs * 1.5) }]
      : [],
  )
  return {
    peers: [...world.peers.keys()],
    wires: wires(world)
      .slice(0, MOST_WIRES)
      .map(({ a, b }) => [a, b] as const),
    flights,
  }
}

async function bundled(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'kadscope-bench-'))
  try {
    const lib = { entry: 'bench/page-elements.ts', formats: ['es' as const], fileName: 'page' }
    await build({
      configFile: false,
      logLevel: 'error',
      define: { 'process.env.NODE_ENV': '"production"' },
      build: { outDir, lib, minify: true },
    })
    return await readFile(join(outDir, 'page.js'), 'utf8')
  } finally {
    await rm(outDir, { recursive: true, force: true })
  }
}
