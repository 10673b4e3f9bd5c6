// The built folder on the plainest of file servers, under a path of its own: start page, recordings and Lab.

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test as base, type Page } from '@playwright/test'
import sirv from 'sirv'
import { SAMPLES } from '../web/state/samples.ts'
import { truePeers } from './lab-page.ts'
import { sampleEnvelopes, untilLoaded } from './replay.ts'
import { newPage } from './room.ts'

/** Where the folder lies, as on a project's own pages at a file host. */
const PATH = '/kadscope/'

/** A tab, and what it asked the host for in vain. */
interface HostedPage {
  readonly page: Page
  /** Addresses that were not answered with a file, but for the question whether a relay is there. */
  readonly missed: readonly string[]
}

const test = base.extend<{ openAt: (query: string) => Promise<HostedPage> }>({
  openAt: async ({ browser }, use) => {
    // Files that are there and nothing else: no page in place of a missing one, no API, no headers.
    const files = sirv('dist/web', { gzip: false, brotli: false })
    const server = createServer((request, response) => {
      const missing = (): void => {
        response.writeHead(404).end()
      }
      const { url = '' } = request
      if (!url.startsWith(PATH)) {
        missing()
        return
      }
      request.url = url.slice(PATH.length - 1)
      files(request, response, missing)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const faults: string[] = []
    const pages: Page[] = []
    await use(async (query) => {
      const page = await newPage(browser, faults)
      const missed: string[] = []
      page.on('response', (response) => {
        const { pathname } = new URL(response.url())
        if (!response.ok() && !pathname.startsWith('/api/')) missed.push(pathname)
      })
      pages.push(page)
      await page.goto(`http://127.0.0.1:${port}${PATH}${query}`)
      return { page, missed }
    })
    await Promise.all(pages.map((page) => page.context().close()))
    server.closeAllConnections()
    server.close()
    expect(faults).toEqual([])
  },
})

test('the start page says that there is no relay, and its recordings play', async ({ openAt }) => {
  const { page, missed } = await openAt('')
  await expect(page.getByTestId('start-page')).toHaveAttribute('data-state', 'no-relay')
  await expect(page.getByTestId('start-picture')).toHaveAttribute('data-count', /^[5-9]$/)
  for (const { name } of SAMPLES) {
    const total = sampleEnvelopes(name).length
    await page.getByTestId(`sample-${name}`).click()
    await expect(page.getByTestId('tier')).toHaveAttribute('data-state', 'replay')
    await untilLoaded(page, total)
    expect(new URL(page.url()).pathname).toBe(PATH)
    await page.getByTestId('to-start').click()
    await expect(page.getByTestId('start-page')).toBeVisible()
  }
  expect(missed).toEqual([])
})

test('a recording opens by its address', async ({ openAt }) => {
  const { page, missed } = await openAt('?trace=traces/put-get.jsonl&view=network,lookups')
  await untilLoaded(page, sampleEnvelopes('put-get').length)
  expect(missed).toEqual([])
})

test('a Lab runs: its worker, its peers, its records, and an experiment beside it', async ({
  openAt,
}) => {
  const { page, missed } = await openAt('?lab=16&view=network,growth')
  await expect.poll(async () => (await truePeers(page)).length, { timeout: 60_000 }).toBe(16)
  await page.evaluate(() => window.kadscope.ready)
  const put = await page.evaluate(() => window.kadscope.put('from a file host', { key: '/u/file' }))
  expect(put.replicas).toHaveLength(4)
  const { value } = await page.evaluate(() => window.kadscope.get('/u/file'))
  expect(value).toBe('from a file host')

  await page.getByTestId('sweep-peers').fill('8')
  await page.getByTestId('sweep-start').click()
  await expect(page.getByTestId('sweep-run')).toHaveAttribute('data-state', 'done', {
    timeout: 60_000,
  })
  // The places by wires come from a worker of their own.
  await page.getByTestId('layout-force').click()
  await expect(page.getByTestId('network-sentence')).toContainText('by their wires')
  expect(missed).toEqual([])
})
