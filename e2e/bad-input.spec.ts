// Bad input: each is refused with a named error, in the page beside the field and in the automation.

import { expect, type Page } from '@playwright/test'
import type { KadscopeAutomation } from '../web/automation.ts'
import { peerIdOf, test } from './room.ts'

/** The name of what a call of the automation surface rejects with. */
async function failure(page: Page, call: (api: KadscopeAutomation) => unknown): Promise<string> {
  const handle = await page.evaluateHandle(() => window.kadscope)
  return page.evaluate(
    async ([api, source]) => {
      const run = eval(`(${source})`) as (api: KadscopeAutomation) => Promise<unknown>
      return run(api).then(
        () => 'nothing was thrown',
        (error: unknown) => (error instanceof Error ? error.name : String(error)),
      )
    },
    [handle, call.toString()] as const,
  )
}

test('the automation surface rejects with named errors', async ({ room }) => {
  const page = await room.open()
  await peerIdOf(page)
  const cases: [string, (api: KadscopeAutomation) => unknown][] = [
    ['InvalidKeyError', (api) => api.get('nonsense')],
    ['InvalidKeyError', (api) => api.get('/zz/x')],
    ['RecordNotFoundError', (api) => api.get('/u/nobody-has-this')],
    ['ValueTooLargeError', (api) => api.put('x'.repeat(16_385))],
    ['WrongHashError', (api) => api.put('x', { key: `/c/${'0'.repeat(64)}` })],
    ['InvalidKeyError', (api) => api.closest('12D3KooW')],
  ]
  for (const [name, call] of cases) expect(await failure(page, call), String(call)).toBe(name)
  expect(await page.evaluate(() => window.kadscope.snapshot().records)).toEqual([])
})

test('the page says what is wrong beside the field, and stores nothing', async ({ room }) => {
  const page = await room.open('?view=records')
  await peerIdOf(page)
  await page.getByTestId('put-kind-json').click()
  await page.getByTestId('put-value').fill('{\n  "a": 1,\n  oops\n}')
  await page.getByTestId('put-submit').click()
  await expect(page.getByTestId('put-value-error')).toContainText('line 3')

  await page.getByTestId('put-kind-text').click()
  await page.getByTestId('put-value').fill('x'.repeat(20_000))
  await page.getByTestId('put-submit').click()
  await expect(page.getByTestId('put-value-error')).toContainText('16 KiB at most')

  await page.getByTestId('put-value').fill('fine')
  await page.getByTestId('put-key').fill('no-slash')
  await page.getByTestId('put-submit').click()
  await expect(page.getByTestId('put-key-error')).toBeVisible()

  await page.getByTestId('get-key').fill('/u/nobody')
  await page.getByTestId('get-submit').click()
  await expect(page.getByTestId('get-result')).toContainText(
    'No peer that was asked holds /u/nobody',
  )
  await expect(page.getByTestId('record-row')).toHaveCount(0)
})

test('markup in a record and in a key is shown as text', async ({ room }) => {
  const page = await room.open('?view=records')
  await peerIdOf(page)
  const evil = '<img src=x onerror="window.hacked = true">'
  await page.getByTestId('put-value').fill(evil)
  await page.getByTestId('put-submit').click()
  await expect(page.getByTestId('put-result')).toHaveAttribute('data-state', 'done')
  const key = await page.evaluate(() => window.kadscope.snapshot().records[0]?.key ?? '')
  await page.getByTestId('get-key').fill(key)
  await page.getByTestId('get-submit').click()
  await expect(page.getByTestId('get-value')).toContainText(evil)
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
})

test('a room with an impossible name is refused in one sentence', async ({ room }) => {
  const page = await room.open('?room=../etc')
  await expect(page.getByTestId('notice')).toContainText("cannot be a room's name")
})

test('a browser without WebRTC joins over the relay', async ({ room, browser }) => {
  const context = await browser.newContext()
  await context.addInitScript('delete window.RTCPeerConnection')
  const without = await context.newPage()
  await without.goto(room.relay.url)
  const page = await room.open()
  const ids = await Promise.all([without, page].map(peerIdOf))
  await expect
    .poll(async () => {
      const { connections } = await without.evaluate(() => window.kadscope.snapshot())
      return connections.find(({ peer }) => peer === ids[1])?.path
    })
    .toBe('relayed')
  const put = await without.evaluate(() => window.kadscope.put('over the relay'))
  expect((await page.evaluate((k) => window.kadscope.get(k), put.key)).value).toBe('over the relay')
  await context.close()
})
