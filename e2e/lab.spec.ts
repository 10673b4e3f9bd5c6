// The Lab in the page: each control compared with what the Lab's peers really hold.

import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { kadIdOfPeer, type PeerName } from '../src/kad/kad-id.ts'
import type { LabFault } from '../src/lab/faults.ts'
import { attributes, test, truePeers } from './lab-page.ts'
import { servePage } from './processes.ts'

declare global {
  interface Window {
    /** What stood in place of the page at first. */
    arriving?: string
  }
}

/** The peers of each side, by whom they really have wires to. */
async function wiresAcross(page: Page, side: readonly PeerName[]): Promise<number> {
  const snapshots = await page.evaluate(() => window.kadscope.lab().snapshots())
  const inside = new Set(side)
  return snapshots
    .flatMap(({ peerId, connections }) => connections.map(({ peer }) => [peerId, peer] as const))
    .filter(([a, b]) => inside.has(a) !== inside.has(b)).length
}

function faultsOf(page: Page): Promise<LabFault[]> {
  return page.evaluate(() => window.kadscope.lab().faults())
}

async function runningPeers(page: Page): Promise<PeerName[]> {
  const snapshots = await page.evaluate(() => window.kadscope.lab().snapshots())
  return snapshots.map(({ peerId }) => peerId).sort()
}

/** That the World, the list of faults and the chips in the picture say what is really in force. */
async function expectTold(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      const told = await attributes(page, 'lab-fault', 'data-fault')
      const chips = await attributes(page, 'fault-chip', 'data-fault')
      return { told: told.sort(), chips: chips.sort() }
    })
    .toEqual(
      await faultsOf(page).then((faults) => {
        const ids = faults.map(({ fault }) => fault).sort()
        return { told: ids, chips: ids }
      }),
    )
}

test('V14 a stroke across the Network cuts exactly those on its sides, and can be taken back', async ({
  openLab,
}) => {
  const page = await openLab('?lab=24&view=network,lab', 24)
  // Who draws the line sees whom it parts.
  await expect(page.getByTestId('network-peer')).toHaveCount(24)
  await page.getByTestId('lab-cut').click()
  const box = await page.getByTestId('lab-sheet').boundingBox()
  if (box === null) throw new Error('there is nothing to draw on')
  await page.mouse.move(box.x + box.width / 2, box.y + 20)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2 + 1, box.y + box.height - 20, { steps: 4 })
  await page.mouse.up()
  await expect(page.getByTestId('fault-chip')).toHaveAttribute('data-type', 'partition')
  // Down the middle of the ring is by the first bit of the ids.
  const peers = await runningPeers(page)
  const half = peers.filter((peer) => Number.parseInt(kadIdOfPeer(peer)[0] ?? '', 16) < 8)
  const [fault] = await faultsOf(page)
  const cut = new Set(fault?.peers)
  expect([half.length, 24 - half.length]).toContain(cut.size)
  expect(new Set(half.map((peer) => cut.has(peer))).size).toBe(1)
  await expect.poll(() => wiresAcross(page, [...cut])).toBe(0)
  await expectTold(page)

  await page.getByTestId('lab-take-back').click()
  await expect(page.getByTestId('fault-chip')).toHaveCount(0)
  expect(await faultsOf(page)).toEqual([])
  await expect.poll(() => wiresAcross(page, [...cut])).toBeGreaterThan(0)
})

test('V14 peers are added, crashed and replaced', async ({ openLab }) => {
  const page = await openLab('?lab=16&view=network,lab', 16)
  const own = await page.evaluate(() => window.kadscope.peerId())
  await page.getByTestId('lab-add-10').click()
  await expect(page.getByTestId('peer-count')).toHaveAttribute('data-count', '26')
  expect(await runningPeers(page)).toHaveLength(26)

  await page.getByTestId('lab-crash-third').click()
  await expect(page.getByTestId('peer-count')).toHaveAttribute('data-count', '17')
  const left = await runningPeers(page)
  expect(left).toHaveLength(17)
  expect(left).toContain(own)
  // Who has no wire for a moment and is silent counts as gone until it speaks again.
  await expect
    .poll(async () => (await truePeers(page)).map(({ peerId }) => peerId).sort())
    .toEqual(left)
  await expectTold(page)

  await page.getByTestId('lab-take-back').click()
  await expect(page.getByTestId('peer-count')).toHaveAttribute('data-count', '26')
  expect(await runningPeers(page)).toHaveLength(26)
  expect(await faultsOf(page)).toEqual([])

  const victim = left.find((peer) => peer !== own) ?? ''
  await page
    .locator(`[data-testid="network-peer"][data-peer="${victim}"] button`)
    .dispatchEvent('click')
  await page.getByTestId('tool-crash').click()
  await expect(page.getByTestId('peer-count')).toHaveAttribute('data-count', '25')
  expect(await runningPeers(page)).not.toContain(victim)
})

test('V14 wires are slowed and made lossy, for all or the selected, and healed', async ({
  openLab,
}) => {
  const page = await openLab('?lab=12&latency=0&view=network,lab', 12)
  const target = '/u/somewhere'
  const lookupMs = async (): Promise<number> =>
    page.evaluate(async (key) => {
      const startedAt = performance.now()
      await window.kadscope.closest(key)
      return performance.now() - startedAt
    }, target)
  // 100 ms at each end: a question and its answer take 400 ms at least.
  await page.getByTestId('lab-latency').fill('5')
  await expect(page.getByTestId('lab-fault')).toHaveAttribute('data-type', 'latency')
  expect(await faultsOf(page)).toMatchObject([{ type: 'latency', amount: 100 }])
  expect(await lookupMs()).toBeGreaterThan(400)

  await page.getByTestId('lab-latency').fill('2')
  await expect.poll(() => faultsOf(page)).toMatchObject([{ type: 'latency', amount: 10 }])
  await page.getByTestId('lab-latency').fill('0')
  await expect.poll(() => faultsOf(page)).toEqual([])

  const [peer = ''] = await attributes(page, 'network-peer', 'data-peer')
  await page
    .locator(`[data-testid="network-peer"][data-peer="${peer}"] button`)
    .dispatchEvent('click')
  await page.getByTestId('lab-scope-selected').click()
  await page.getByTestId('lab-loss').fill('4')
  await expect
    .poll(() => faultsOf(page))
    .toMatchObject([{ type: 'loss', amount: 0.1, peers: [peer] }])
  await expectTold(page)
  await page.getByTestId('lab-heal').click()
  await expect(page.getByTestId('lab-fault')).toHaveCount(0)
  expect(await faultsOf(page)).toEqual([])
  await expect(page.getByTestId('lab-loss')).toHaveValue('0')
})

test('V14 one wire is slowed and cut: its ends go on with everybody else', async ({ openLab }) => {
  const page = await openLab('?lab=12&latency=0&view=network,lab', 12)
  const own = await page.evaluate(() => window.kadscope.peerId())
  const { connections } = await page.evaluate(() => window.kadscope.snapshot())
  const other = connections[0]?.peer ?? own
  await page.getByTestId('lab-scope-between').click()
  await expect(page.getByTestId('lab-scope-hint')).toContainText('Click a wire')
  await expect(page.getByTestId('lab-cut-wire')).toBeDisabled()
  for (const [peer, shiftKey] of [
    [own, false],
    [other, true],
  ] as const) {
    await page
      .locator(`[data-testid="network-peer"][data-peer="${peer}"] button`)
      .dispatchEvent('click', { shiftKey })
  }
  // 100 ms each way on this wire alone.
  await page.getByTestId('lab-latency').fill('5')
  await expect
    .poll(() => faultsOf(page))
    .toMatchObject([{ type: 'latency', amount: 100, peers: [own, other], between: true }])
  await expectTold(page)
  await expect(page.getByTestId('fault-chip')).toContainText('1 wire slow')
  const since = await page.evaluate(() => window.kadscope.events().at(-1)?.seq ?? 0)
  await page.evaluate(async (to) => {
    const keys = Array.from({ length: 8 }, (_, index) => `/u/wire-${index}`)
    await Promise.all([to, ...keys].map((key) => window.kadscope.closest(key)))
  }, other)
  /** What the own peer's messages took, by who answered. */
  const answersOf = (): Promise<{ from: string; ms: number }[]> =>
    page.evaluate(
      (seq) =>
        window.kadscope
          .events(seq)
          .flatMap(({ event }) => (event.kind === 'rpc.answered' ? [event] : []))
          .map(({ from, ms }) => ({ from, ms })),
      since,
    )
  await expect.poll(async () => (await answersOf()).some(({ from }) => from === other)).toBe(true)
  const answers = await answersOf()
  const slow = answers.filter(({ from }) => from === other)
  const fast = answers.filter(({ from }) => from !== other)
  expect(fast.length).toBeGreaterThan(0)
  expect(Math.min(...slow.map(({ ms }) => ms))).toBeGreaterThanOrEqual(199)
  expect(Math.min(...fast.map(({ ms }) => ms))).toBeLessThan(199)

  await page.getByTestId('lab-cut-wire').click()
  await expect(page.getByTestId('lab-fault')).toHaveCount(2)
  await expectTold(page)
  const wired = (): Promise<string[]> =>
    page.evaluate(() => window.kadscope.snapshot().connections.map(({ peer }) => peer))
  await expect.poll(wired).not.toContain(other)
  expect((await wired()).length).toBeGreaterThan(0)
  await page.getByTestId('lab-heal').click()
  await expect(page.getByTestId('lab-fault')).toHaveCount(0)
})

test('V14 the bootstrap is blocked: those who are in go on, and its wires are gone', async ({
  openLab,
}) => {
  const page = await openLab('?lab=16&view=network,lab', 16)
  await page.getByTestId('lab-block').click()
  await expect(page.getByTestId('fault-chip')).toHaveAttribute('data-type', 'block')
  const [fault] = await faultsOf(page)
  const bootstrap = await page.evaluate(() => window.kadscope.lab().status()?.bootstrap)
  expect(fault?.peers).toEqual([bootstrap])
  await expect.poll(() => wiresAcross(page, fault?.peers ?? [])).toBe(0)
  const put = await page.evaluate(() => window.kadscope.put('still here', { key: '/u/still' }))
  expect(put.replicas.length).toBeGreaterThan(0)
  expect(put.replicas).not.toContain(bootstrap)
})

test('V14 churn goes on until it is turned off, and the speed of time is the Lab’s own', async ({
  openLab,
}) => {
  const page = await openLab('?lab=12&view=network,lab', 12)
  const before = await runningPeers(page)
  await page.getByTestId('lab-rate').fill('6')
  await expect.poll(() => page.evaluate(() => window.kadscope.lab().status()?.rate)).toBe(10)
  await page.getByTestId('lab-churn').fill('7')
  await expect(page.getByTestId('lab-churn')).toHaveAttribute('data-state', 'stay 5 s')
  await expect
    .poll(async () => (await runningPeers(page)).filter((peer) => !before.includes(peer)).length)
    .toBeGreaterThan(3)
  await page.getByTestId('lab-churn').fill('0')
  await expect(page.getByTestId('lab-churn')).toHaveAttribute('data-state', /nobody/)
  // Who has just gone is still replaced.
  await expect.poll(async () => (await runningPeers(page)).length).toBe(12)
  const settled = await runningPeers(page)
  // Peers stayed for 5 s of the Lab's time; in three times that everybody would have gone.
  const labTime = (): Promise<number> =>
    page.evaluate(() => window.kadscope.lab().status()?.now ?? 0)
  const settledAt = await labTime()
  await expect.poll(labTime).toBeGreaterThan(settledAt + 15_000)
  expect(await runningPeers(page)).toEqual(settled)
  await expect
    .poll(async () => (await truePeers(page)).map(({ peerId }) => peerId).sort())
    .toEqual(settled)
})

test('V14 the measure of lookups is that of the Lab', async ({ openLab }) => {
  const page = await openLab('?lab=24&view=lab', 24)
  await page.getByTestId('lab-measure').click()
  const result = page.getByTestId('lab-recall-result')
  await expect(result).toHaveAttribute('data-lookups', '24')
  expect(Number(await result.getAttribute('data-share'))).toBeGreaterThanOrEqual(0.99)
})

test('V14 a copied link opens a Lab of the same peers, where the same is done again', async ({
  openLab,
}) => {
  const page = await openLab('?lab=12&seed=shared&view=network,lab', 12)
  const before = await runningPeers(page)
  await page.getByTestId('lab-add-10').click()
  await expect(page.getByTestId('peer-count')).toHaveAttribute('data-count', '22')
  await page.getByTestId('lab-block').click()
  await expect(page.getByTestId('fault-chip')).toHaveCount(1)
  await page.getByTestId('lab-copy-link').click()
  const link = await page.getByTestId('lab-link').getAttribute('href')
  await page.goto(link ?? '')
  await expect(page.getByTestId('peer-count')).toHaveAttribute('data-count', '22', {
    timeout: 60_000,
  })
  expect(await runningPeers(page)).toEqual(expect.arrayContaining(before))
  await expect.poll(() => faultsOf(page)).toMatchObject([{ type: 'block' }])
})

test('V15 a worker that dies is reported and can be started again', async ({ openLab }) => {
  const page = await openLab('?lab=8&view=network,lab', 8)
  const [worker] = page.workers()
  if (worker === undefined) throw new Error('the Lab has no worker')
  await worker.evaluate(() => {
    self.close()
  })
  await expect(page.getByTestId('lab-died')).toContainText('has said nothing for 20 s', {
    timeout: 40_000,
  })
  // Its peers are gone with it.
  await expect(page.getByTestId('peer-count')).toHaveAttribute('data-count', '0')
  const refused = await page.evaluate(() =>
    window.kadscope
      .lab()
      .add(1)
      .catch((error: unknown) => (error instanceof Error ? error.name : '')),
  )
  expect(refused).toBe('LabDiedError')

  await page.getByTestId('lab-restart').click()
  await expect(page.getByTestId('lab-died')).toHaveCount(0)
  await expect(page.getByTestId('peer-count')).toHaveAttribute('data-count', '8')
  expect(await runningPeers(page)).toEqual(
    (await truePeers(page)).map(({ peerId }) => peerId).sort(),
  )
  const put = await page.evaluate(() => window.kadscope.put('again', { key: '/u/again' }))
  expect(put.replicas.length).toBeGreaterThan(0)
})

test('V15 a worker that fails says why', async ({ openLab }) => {
  const page = await openLab('?lab=8&view=network,lab', 8)
  const [worker] = page.workers()
  await worker?.evaluate(() => {
    setTimeout(() => {
      throw new RangeError('out of memory')
    })
  })
  await expect(page.getByTestId('lab-died')).toContainText('out of memory')
})

for (const colorScheme of ['dark', 'light'] as const) {
  test(`axe finds nothing serious in the Lab and in Growth in ${colorScheme}`, async ({
    openLab,
  }) => {
    const page = await openLab('?lab=12&view=lab,network', 12)
    await page.emulateMedia({ colorScheme })
    await page.getByTestId('lab-crash-third').click()
    await page.getByTestId('lab-block').click()
    await expect(page.getByTestId('fault-chip')).toHaveCount(2)
    await page.getByTestId('attack-eclipse').click()
    await page.getByTestId('lab-cut').click()
    for (const view of ['lab', 'growth']) {
      await page.getByTestId(`tab-${view}`).click()
      await expect(page.getByTestId(`view-${view}`)).toBeVisible()
      const { violations } = await new AxeBuilder({ page }).analyze()
      const serious = violations.filter(
        ({ impact }) => impact === 'serious' || impact === 'critical',
      )
      expect(
        serious.map(({ id, nodes }) => [id, nodes[0]?.html]),
        view,
      ).toEqual([])
    }
  })
}

test('L12 the peers of a Lab go before its page, which does not wait for all of many', async ({
  page,
}) => {
  const served = await servePage()
  // It may be gone before anybody looks.
  await page.addInitScript(() => {
    new MutationObserver(() => {
      const text = document.querySelector('[data-testid="lab-arriving"]')?.textContent
      if (text !== undefined) window.arriving ??= text
    }).observe(document, { childList: true, subtree: true })
  })
  const lookAt = async (peers: number): Promise<{ ready: number; at: number }> => {
    await page.goto(`${served.url}/?lab=${peers}&view=network`)
    await expect(page.getByTestId('network-sentence')).toBeVisible()
    expect(await page.evaluate(() => window.arriving)).toContain('Starting the Lab')
    await expect(page.getByTestId('lab-arriving')).toHaveCount(0)
    return page.evaluate(() => {
      const counts = window.kadscope.lab().status()?.counts
      return { ready: counts?.ready ?? 0, at: performance.now() }
    })
  }
  const few = await lookAt(8)
  expect(few.ready === 8 || few.at >= 1_200).toBe(true)
  const many = await lookAt(1_000)
  expect(many.ready).toBeLessThan(1_000)
  await served.stop()
})

test('V6 a bad scenario in the address is refused once, with its field and what is allowed', async ({
  browser,
}) => {
  const served = await servePage()
  const page = await browser.newPage()
  const packed = Buffer.from('{"peers":8,"pears":1}').toString('base64url')
  const cases: [string, RegExp][] = [
    ['?lab=100000', /"peers" must be a whole number from 2 to 1000, but is 100000/],
    ['?lab=8&k=99', /"k" must be a whole number from 1 to 20/],
    ['?lab=8&latency=9-1', /"latency"/],
    [`?scenario=${packed}`, /"pears" is unknown/],
    ['?scenario=damaged', /damaged/],
  ]
  for (const [query, sentence] of cases) {
    await page.goto(`${served.url}/${query}`)
    await expect(page.getByTestId('notice')).toContainText(sentence)
    await expect(page.getByTestId('notice')).not.toContainText('Next try')
  }
  await page.close()
  await served.stop()
})
