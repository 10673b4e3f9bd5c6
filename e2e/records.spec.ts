// Signed records, versions, deletion, shelves, namespaces and modes, by hand in real tabs.

import { expect, type Page } from '@playwright/test'
import { peerIdOf, test, untilFormed } from './room.ts'

/** Markup that would show itself if anything on the page took it for such. */
const HOSTILE = '<img src=x onerror="document.title=\'owned\'"><b>bold</b>'

async function store(page: Page, value: string, namespace: 'c' | 'm' | 'u', name: string) {
  await page.getByTestId('put-value').fill(value)
  await page.getByTestId(`put-namespace-${namespace}`).click()
  await page.getByTestId('put-key').fill(name)
  await page.getByTestId('put-quorum').selectOption('all')
  await page.getByTestId('put-submit').click()
  const result = page.getByTestId('put-result')
  await expect(result).toHaveAttribute('data-state', 'done')
  return result.locator('p[data-copies]')
}

test('a signed record by hand: versions, deletion, and what the holders say', async ({ room }) => {
  test.setTimeout(180_000)
  const [first, second, third] = (await room.openAll([
    '?view=records',
    '?view=records',
    '?view=records',
  ])) as [Page, Page, Page]
  await untilFormed([first, second, third])
  const publisher = await peerIdOf(first)
  const key = `/m/${publisher}/page`

  await test.step('each write is the next version, on all that should hold it', async () => {
    const one = await store(first, 'one', 'm', 'page')
    await expect(one).toHaveAttribute('data-key', key)
    await expect(one).toHaveAttribute('data-sequence', '1')
    await expect(one).toHaveAttribute('data-quorum', 'all')
    const two = await store(first, HOSTILE, 'm', 'page')
    await expect(two).toHaveAttribute('data-sequence', '2')
    const got = await second.evaluate((k) => window.kadscope.get(k), key)
    expect(got).toMatchObject({ value: HOSTILE, sequence: 2, publisher })
    await expect(first.getByTestId('record-publisher')).toHaveAttribute('data-publisher', publisher)
  })

  await test.step('its versions can be walked back, and are shown as text', async () => {
    await first.getByTestId('record-history').click()
    const versions = first.getByTestId('history-version')
    await expect(versions).toHaveCount(2)
    await expect(versions.nth(0)).toContainText(HOSTILE)
    await expect(versions.nth(1)).toContainText('one')
    expect(await first.title()).not.toBe('owned')
    const { versions: real, complete } = await second.evaluate(
      (k) => window.kadscope.history(k),
      key,
    )
    expect(complete).toBe(true)
    const drawn = await versions.evaluateAll((rows) =>
      rows.map((row) => row.getAttribute('data-hash')),
    )
    expect(drawn).toEqual(real.map(({ hash }) => hash))
  })

  await test.step('a shelf shows what that peer really holds', async () => {
    const holder = await peerIdOf(second)
    await first.getByTestId('records-part-shelf').click()
    await expect(first.getByTestId('shelf')).toHaveAttribute('data-peer', publisher)
    const { records } = await first.evaluate(() => window.kadscope.snapshot())
    await expect(first.getByTestId('shelf-row')).toHaveCount(records.length)
    const asked = await first.evaluate((name) => window.kadscope.inventory(name), holder)
    const { records: real } = await second.evaluate(() => window.kadscope.snapshot())
    expect(asked.entries.map((entry) => entry.key)).toEqual(real.map((entry) => entry.key).sort())
    await first.getByTestId('shelf-sort-bytes').click()
    const drawn = await first
      .getByTestId('shelf-row')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-key') ?? ''))
    const sizes = drawn.map((name) => records.find((entry) => entry.key === name)?.bytes ?? 0)
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
    await first.getByTestId('records-part-keys').click()
  })

  await test.step('only its publisher deletes it, and then it is gone everywhere', async () => {
    const foreign = await second.evaluate(
      (k) => window.kadscope.remove(k).catch((error: unknown) => (error as Error).name),
      key,
    )
    expect(foreign).toBe('NotPublisherError')
    const row = first.locator(`[data-testid=record-row][data-key="${key}"]`)
    if ((await first.getByTestId('record-delete').count()) === 0) {
      await row.getByRole('button').first().click()
    }
    await first.getByTestId('record-delete').click()
    await first.getByTestId('record-delete').click()
    for (const page of [first, second, third]) {
      await expect
        .poll(async () => (await page.evaluate(() => window.kadscope.snapshot())).records)
        .not.toContainEqual(expect.objectContaining({ key }))
    }
    const gone = await third.evaluate(
      (k) => window.kadscope.get(k).catch((error: unknown) => (error as Error).name),
      key,
    )
    expect(gone).toBe('RecordDeletedError')
    await expect(row).toHaveCount(0)
  })
})

test('R1 what the own peer refused to send is listed with its reason, whatever its key', async ({
  room,
}) => {
  const page = await room.open('?view=records')
  await peerIdOf(page)
  for (const [key, reason] of [
    ['/zz/key', 'InvalidKeyError'],
    [`/c/${'0'.repeat(64)}`, 'WrongHashError'],
  ] as const) {
    const failure = page.evaluate((k) => window.kadscope.put('x', { key: k }), key)
    await expect(failure).rejects.toThrow()
    const row = page.locator(`[data-testid=record-row][data-key="${key}"]`)
    await expect(row).toHaveAttribute('data-state', 'refused')
    await row.getByRole('button').first().click()
    await expect(row.getByTestId('record-rejection')).toContainText(`refused its own: ${reason}`)
  }
})

test('peers are found by a name, documents by their words, and a mode is changed live', async ({
  room,
}) => {
  test.setTimeout(180_000)
  const pages = await room.openAll(['?view=records', '?view=records', '?view=records'])
  const [first, second, third] = pages as [Page, Page, Page]
  await untilFormed([first, second, third])

  await test.step('who registers is discovered, from any tab', async () => {
    await first.getByTestId('records-part-find').click()
    await first.getByTestId('namespace').fill('chess')
    await first.getByTestId('register').click()
    await expect(first.getByTestId('member')).toHaveCount(1)
    await second.evaluate(() => window.kadscope.register('chess', { data: { elo: 1200 } }))
    const found = await third.evaluate(() => window.kadscope.discover('chess'))
    expect(found.map(({ peer }) => peer).sort()).toEqual(
      [await peerIdOf(first), await peerIdOf(second)].sort(),
    )
  })

  await test.step('a document is found by a word, and shown as text', async () => {
    await first.getByTestId('publish-text').fill(`Owls ${HOSTILE}`)
    await first.getByTestId('publish').click()
    await expect(first.getByTestId('publish-result')).toHaveAttribute('data-state', 'done', {
      timeout: 60_000,
    })
    await third.getByTestId('records-part-find').click()
    await third.getByTestId('search-words').fill('OWLS')
    await third.getByTestId('search').click()
    const hit = third.getByTestId('hit')
    await expect(hit).toHaveCount(1)
    await expect(hit).toContainText('<b>bold</b>')
    expect(await third.title()).not.toBe('owned')
    const key = (await hit.getAttribute('data-key')) ?? ''
    const got = await second.evaluate((k) => window.kadscope.get(k), key)
    expect(got.value).toBe(`Owls ${HOSTILE}`)
  })

  await test.step('a router gives up its copies and takes none', async () => {
    await second.getByTestId('mode-router').click()
    await expect(second.getByTestId('mode')).toHaveAttribute('data-state', 'router')
    const state = (): Promise<{ mode: string; held: number }> =>
      second.evaluate(() => {
        const { mode, records } = window.kadscope.snapshot()
        return { mode, held: records.length }
      })
    await expect.poll(state).toEqual({ mode: 'router', held: 0 })
    const { replicas } = await first.evaluate(() => window.kadscope.put('elsewhere'))
    expect(replicas).not.toContain(await peerIdOf(second))
    await second.getByTestId('mode-server').click()
    await expect.poll(async () => (await state()).mode).toBe('server')
  })
})
