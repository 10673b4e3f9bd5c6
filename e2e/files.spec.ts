// Files between real tabs: byte for byte, from several providers, though one dies, lies or is locked.

import { appendFile, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { peerIdOf, test, untilFormed } from './room.ts'

const MIB = 2 ** 20

/** The bytes of the file that tests share, made the same way here and in the page. */
function patternOf(length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let state = 1
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    bytes[at] = state >>> 24
  }
  return bytes
}

function shareIn(
  page: Page,
  length: number,
  options: { passphrase?: string; encrypted?: boolean } = {},
): Promise<{ cid: string; link: string; key?: string; pieces: number }> {
  return page.evaluate(
    async ([size, sharing]) => {
      const bytes = new Uint8Array(size)
      let state = 1
      for (let at = 0; at < size; at += 1) {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
        bytes[at] = state >>> 24
      }
      return window.kadscope.share(new File([bytes], 'pattern.bin'), sharing)
    },
    [length, options] as const,
  )
}

/** Fetches in the page and hashes what came there, as 20 MB would take long to hand over. */
function fetchIn(
  page: Page,
  cid: string,
  options: { key?: string; passphrase?: string } = {},
): Promise<{
  size: number
  hash: string
  from: { peer: string; blocks: number; state: string; error?: string }[]
}> {
  return page.evaluate(
    async ([wanted, opener]) => {
      const { files, from } = await window.kadscope.fetch(wanted, opener)
      const bytes = await (files[0]?.blob ?? new Blob()).arrayBuffer()
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
      const hash = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
      return { size: bytes.byteLength, hash, from: [...from] }
    },
    [cid, options] as const,
  )
}

test('20 MB come byte for byte while one of three providers dies', async ({ room }) => {
  const pages = await room.openAll(['', '', '', '?view=files'])
  const [first, second, third, fourth] = pages as [Page, Page, Page, Page]
  await untilFormed(pages)
  const { cid } = await shareIn(first, 20 * MIB)
  const truth = bytesToHex(sha256(patternOf(20 * MIB)))
  for (const page of [second, third]) expect((await fetchIn(page, cid)).hash).toBe(truth)
  const dying = await peerIdOf(second)
  // It falls silent in the middle of a block, so it certainly owes some when its tab is closed.
  await second.evaluate(() => {
    const { send } = RTCDataChannel.prototype
    let long = 0
    RTCDataChannel.prototype.send = function fade(
      this: RTCDataChannel,
      data: Uint8Array<ArrayBuffer>,
    ) {
      if (data.byteLength > 8_000) long += 1
      if (long < 100) send.call(this, data)
    } as typeof send
  })

  const fetching = fetchIn(fourth, cid)
  const source = fourth.locator(`[data-testid="files-source"][data-peer="${dying}"]`)
  await expect.poll(() => sentBy(source), { intervals: [20] }).toBeGreaterThan(1)
  await second.context().close()

  const { hash, size, from } = await fetching
  expect(size).toBe(20 * MIB)
  expect(hash).toBe(truth)
  const useful = from.filter(({ blocks }) => blocks > 0)
  expect(useful.length).toBeGreaterThanOrEqual(2)
  const lost = from.find(({ peer }) => peer === dying)
  expect(lost?.blocks).toBeLessThan(20)
  // No block was taken twice: pieces, their list, and the list of files.
  expect(from.reduce((sum, { blocks }) => sum + blocks, 0)).toBe(82)
  // Who fetched serves it from now on, and the DHT says so.
  const share = fourth.getByTestId('files-share')
  await expect(share).toHaveAttribute('data-origin', 'fetched')
  await expect.poll(() => providersSeenBy(first, cid)).toContain(await peerIdOf(fourth))
})

/** Who has a share, as the DHT answers when the view asks it. */
async function providersSeenBy(page: Page, cid: string): Promise<(string | null)[]> {
  await page.getByTestId('tab-files').click()
  const share = page.locator(`[data-testid="files-share"][data-cid="${cid}"]`)
  await share.getByTestId('files-look').click()
  return share
    .locator('[data-peer]')
    .evaluateAll((chips) => chips.map((chip) => chip.getAttribute('data-peer')))
}

async function sentBy(source: ReturnType<Page['locator']>): Promise<number> {
  if ((await source.count()) === 0) return 0
  return Number(await source.getAttribute('data-blocks'))
}

test('a provider of rubbish is refused by name, and the file comes from others', async ({
  room,
}) => {
  const pages = await room.openAll(['', '', '?view=files'])
  const [honest, liar, asker] = pages as [Page, Page, Page]
  await untilFormed(pages)
  const { cid } = await shareIn(honest, 2 * MIB)
  // The liar has the true share and announces it; what leaves it is then changed on its way out.
  await fetchIn(liar, cid)
  await liar.evaluate(() => {
    const { send } = RTCDataChannel.prototype
    RTCDataChannel.prototype.send = function lie(this: RTCDataChannel, data: Uint8Array) {
      const changed = Uint8Array.from(data)
      // Only blocks are so long; what carries the room goes out as it is.
      if (changed.length > 8_000) changed[4_000] = (changed[4_000] ?? 0) ^ 1
      send.call(this, changed)
    } as typeof send
  })
  const liarId = await peerIdOf(liar)
  const { hash, from } = await fetchIn(asker, cid)
  expect(hash).toBe(bytesToHex(sha256(patternOf(2 * MIB))))
  const lying = from.find(({ peer }) => peer === liarId)
  expect(lying).toMatchObject({ state: 'refused', error: 'RubbishBlockError' })
  // Only its two lists, which are short, went out as they are.
  expect(lying?.blocks).toBeLessThanOrEqual(2)
  const events = await asker.evaluate(() => window.kadscope.events())
  expect(events.map(({ event }) => event)).toContainEqual(
    expect.objectContaining({ kind: 'block.rejected', share: cid, from: liarId }),
  )
})

test('F10 a fetch that was stopped goes on where it was, and no piece is sent twice', async ({
  room,
}) => {
  const pages = await room.openAll(['', '?view=files'])
  const [sharer, reader] = pages as [Page, Page]
  await untilFormed(pages)
  const { cid, pieces } = await shareIn(sharer, 12 * MIB)
  // It falls silent in the middle, as a laptop does whose lid is closed.
  await sharer.evaluate(() => {
    const { send } = RTCDataChannel.prototype
    let long = 0
    const state = window as unknown as { asleep: boolean }
    state.asleep = true
    RTCDataChannel.prototype.send = function doze(
      this: RTCDataChannel,
      data: Uint8Array<ArrayBuffer>,
    ) {
      if (data.byteLength > 8_000) long += 1
      if (long < 200 || !state.asleep) send.call(this, data)
    } as typeof send
  })
  await reader.getByTestId('files-link').fill(cid)
  await reader.getByTestId('files-fetch').click()
  const transfer = reader.getByTestId('files-transfer')
  const came = async (): Promise<number> => {
    const source = reader.getByTestId('files-source')
    return (await source.count()) === 0 ? 0 : Number(await source.getAttribute('data-blocks'))
  }
  await expect.poll(came).toBeGreaterThan(5)
  await transfer.getByTestId('files-stop').click()
  await expect(transfer).toHaveAttribute('data-state', 'failed')
  const first = await came()
  expect(first).toBeLessThan(pieces)

  await sharer.evaluate(() => {
    ;(window as unknown as { asleep: boolean }).asleep = false
  })
  await transfer.getByTestId('files-resume').click()
  const share = reader.getByTestId('files-share')
  await expect(share).toHaveAttribute('data-pieces', String(pieces))
  // The rest came now, and nothing more: what was there is kept with the colour of who sent it.
  expect(await came()).toBe(pieces - first)
  await expect(share).toHaveAttribute('data-resumed', String(first))
  const { hash } = await fetchIn(reader, cid)
  expect(hash).toBe(bytesToHex(sha256(patternOf(12 * MIB))))
})

test('a folder with a passphrase opens with nothing else, and comes as it was', async ({
  room,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'kadscope-files-'))
  const pages = await room.openAll(['?view=files', ''])
  const [sharer, reader] = pages as [Page, Page]
  await untilFormed(pages)
  await writeFile(join(folder, 'plan.txt'), 'meet at nine')
  await writeFile(join(folder, 'photo.bin'), patternOf(600_000))

  await sharer.getByTestId('files-protection-passphrase').click()
  await sharer.getByTestId('files-passphrase').fill('correct horse')
  await sharer
    .getByTestId('files-choose')
    .setInputFiles([join(folder, 'plan.txt'), join(folder, 'photo.bin')])
  const share = sharer.getByTestId('files-share')
  await expect(share).toContainText('encrypted')
  const cid = (await share.getAttribute('data-cid')) ?? ''

  await reader.goto(`${room.relay.url}/?view=files&share=${cid}`)
  await untilFormed(pages)
  await reader.getByTestId('files-fetch').click()
  const error = reader.getByTestId('files-fetch-error')
  await expect(error).toHaveAttribute('data-error', 'KeyMissingError')
  await reader.getByTestId('files-fetch-passphrase').fill('battery staple')
  await reader.getByTestId('files-fetch').click()
  await expect(error).toHaveAttribute('data-error', 'WrongKeyError')
  await expect(reader.getByTestId('files-share')).toHaveCount(0)
  await reader.getByTestId('files-fetch-passphrase').fill('correct horse')
  await reader.getByTestId('files-fetch').click()
  await expect(reader.getByTestId('files-share')).toBeVisible()

  for (const name of ['plan.txt', 'photo.bin']) {
    const saving = reader.waitForEvent('download')
    await reader.locator(`[data-testid="files-save"][data-name="${name}"]`).click()
    const saved = await readFile(await (await saving).path())
    expect(saved.equals(await readFile(join(folder, name)))).toBe(true)
  }
  await rm(folder, { recursive: true })
})

test('a link carries the key in its fragment, also where there is no secure context', async ({
  room,
}) => {
  const pages = await room.openAll(['', ''])
  const [sharer, reader] = pages as [Page, Page]
  await untilFormed(pages)
  const { link, key, cid } = await shareIn(sharer, MIB, { encrypted: true })
  expect(new URL(link).hash).toBe(`#key=${key ?? ''}`)
  expect(link.split('#')[0]).not.toContain(key)

  // As on a plain HTTP address of a LAN.
  await reader.addInitScript(() => {
    Object.defineProperty(crypto, 'subtle', { value: undefined, configurable: true })
    Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })
  })
  await reader.goto(link)
  await untilFormed(pages)
  await reader.getByTestId('files-fetch').click()
  await expect(reader.getByTestId('files-share')).toHaveAttribute('data-cid', cid)
  const { hash } = await fetchIn(reader, cid, key === undefined ? {} : { key })
  expect(hash).toBe(bytesToHex(sha256(patternOf(MIB))))
})

test('a file that is changed before it is read is refused by name, and nothing is kept', async ({
  room,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'kadscope-files-'))
  const file = join(folder, 'notes.txt')
  await writeFile(file, 'first')
  const page = await room.open('?view=files')
  await peerIdOf(page)
  await page.evaluate(() => {
    document.body.insertAdjacentHTML('beforeend', '<input type="file" id="kept">')
  })
  await page.locator('#kept').setInputFiles(file)
  await appendFile(file, ' and then more')
  // The browser compares times by the second.
  const later = new Date(Date.now() + 5_000)
  await utimes(file, later, later)
  const name = await page.evaluate(async () => {
    const kept = document.querySelector<HTMLInputElement>('#kept')?.files?.[0]
    if (kept === undefined) return 'no file'
    return window.kadscope.share(kept).then(
      () => 'shared',
      (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
    )
  })
  expect(name).toBe('FileChangedError')
  expect(await page.evaluate(() => window.kadscope.shares())).toEqual([])
  await rm(folder, { recursive: true })
})
