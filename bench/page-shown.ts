// What each view has to show while it is measured: an empty list costs nothing and says nothing.

import type { Page } from '@playwright/test'
import type { ViewName } from '../web/state/address.ts'

/** What must be drawn in a view; the views that a recording leaves empty are not here. */
const DRAWN: Partial<Record<ViewName, readonly string[]>> = {
  network: ['[data-testid=network-peer]', '[data-testid=network-wire]'],
  xor: ['[data-testid=space-peer]', '[data-testid=distance-peer]'],
  buckets: ['[data-testid=bucket]', '[data-testid=bucket-slot][data-state=filled]'],
  lookups: ['[data-testid=lookup-row]', '[data-testid=waterfall-row]'],
  records: ['[data-testid=record-row]', '[data-testid=holder-has]'],
  join: ['[data-testid=join-stage]'],
  log: ['[data-testid=log][data-following=true] [data-testid=log-row]'],
}

/** Opens of a view, while it plays, what a viewer would look at. */
export async function showSomething(page: Page, view: ViewName): Promise<void> {
  // Those of the recording count as background, and none of them as the viewer's own.
  if (view === 'lookups') await page.getByTestId('lookups-which-all').click()
  if (view === 'records') {
    await page.getByTestId('record-row').first().locator('button').first().click()
  }
  await shownIn(page, view)
}

/**
 * Resolves when a view shows what it is to be measured with.
 *
 * @throws TimeoutError when it stays empty
 */
export async function shownIn(page: Page, view: ViewName): Promise<void> {
  for (const selector of DRAWN[view] ?? []) {
    await page.locator(selector).first().waitFor({ state: 'attached', timeout: 5_000 })
  }
}
