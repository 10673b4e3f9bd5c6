// A Chromium in which nothing watches the pages, as its user has it.
//
// Playwright follows what each page asks of the network, each frame of its sockets and all that its
// script throws, whether anybody wants to know or not: a tenth to a fifth of what eight tabs need to meet.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'
import { KadscopeError } from '../src/base/errors.ts'
import { ensureChromium, launchArgs } from '../e2e/browser.ts'

/** A page in a window and storage of its own. */
export interface QuietPage {
  /** Goes to an address; resolves when the new page has begun. */
  open(url: string): Promise<void>
  /**
   * Runs a function in the page, which can use nothing of where it is written; what it takes and
   * returns is plain JSON.
   *
   * @throws PageError with what it threw
   */
  evaluate<Result>(run: () => Result | Promise<Result>): Promise<Result>
  evaluate<Result, Given>(
    run: (given: Given) => Result | Promise<Result>,
    given: Given,
  ): Promise<Result>
  /** Ends its window and storage; once is enough. */
  close(): Promise<void>
}

/** The browser. */
export interface QuietBrowser {
  /** @param before runs in each page before its own script */
  newPage(before: () => void): Promise<QuietPage>
  close(): Promise<void>
}

/** What ran in a page threw, or the browser refused. */
export class PageError extends KadscopeError {
  override name = 'PageError'
}

/** What Chromium is started with beside `launchArgs`: nothing of a first start, and no list of keys. */
const ARGS = [
  '--headless',
  '--remote-debugging-port=0',
  '--no-first-run',
  '--disable-extensions',
  '--disable-component-update',
  '--disable-sync',
  '--password-store=basic',
  '--use-mock-keychain',
]

/** Starts one. */
export async function startQuietBrowser(): Promise<QuietBrowser> {
  const folder = await mkdtemp(join(tmpdir(), 'kadscope-browser-'))
  const args = [...ARGS, `--user-data-dir=${folder}`, ...launchArgs(), 'about:blank']
  const child = spawn(ensureChromium(), args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(child, 'exit')
  const kill = (): boolean => child.kill()
  // A bench that fails leaves no browser behind, whose tabs would be in all that is measured later.
  process.once('exit', kill)
  const socket = await connect(child.stderr)
  const ask = protocolOver(socket)
  return {
    async newPage(before) {
      const { browserContextId } = await ask('Target.createBrowserContext')
      const where = { url: 'about:blank', browserContextId, newWindow: true }
      const { targetId } = await ask('Target.createTarget', where)
      const { sessionId } = await ask('Target.attachToTarget', { targetId, flatten: true })
      const source = `(${before.toString()})()`
      // Scripts that come first are part of this; all that it tells is when a page has loaded.
      await ask('Page.enable', {}, sessionId as string)
      await ask('Page.addScriptToEvaluateOnNewDocument', { source }, sessionId as string)
      let closed: Promise<unknown> | undefined
      return {
        async open(url) {
          await ask('Page.navigate', { url }, sessionId as string)
        },
        evaluate: (run: (given: never) => unknown, given?: unknown) =>
          evaluate(ask, sessionId as string, run, given) as never,
        async close() {
          closed ??= ask('Target.disposeBrowserContext', { browserContextId })
          await closed
        },
      }
    },
    async close() {
      socket.close()
      process.off('exit', kill)
      kill()
      await ended
      await rm(folder, { recursive: true, maxRetries: 5 })
    },
  }
}

/** Asks the browser for something, in a page with `session`; https://chromedevtools.github.io/devtools-protocol */
type Ask = (method: string, params?: object, session?: string) => Promise<Record<string, unknown>>

async function connect(log: NodeJS.ReadableStream): Promise<WebSocket> {
  for await (const line of createInterface({ input: log })) {
    const [address] = /ws:\/\/\S+/.exec(line) ?? []
    if (address === undefined) continue
    // What it goes on to say is not read, and must not hold it up.
    log.resume()
    const socket = new WebSocket(address, { perMessageDeflate: false })
    await once(socket, 'open')
    return socket
  }
  throw new PageError('Chromium ended before it could be spoken to.')
}

interface Answer {
  readonly id?: number
  readonly result?: Record<string, unknown>
  readonly error?: { readonly message: string }
}

function protocolOver(socket: WebSocket): Ask {
  const waiting = new Map<number, PromiseWithResolvers<Record<string, unknown>>>()
  socket.on('message', (data: Buffer) => {
    const { id = 0, result = {}, error } = JSON.parse(data.toString()) as Answer
    const asked = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) asked?.resolve(result)
    else asked?.reject(new PageError(error.message))
  })
  socket.on('close', () => {
    for (const asked of waiting.values()) asked.reject(new PageError('The browser has ended.'))
    waiting.clear()
  })
  let count = 0
  return (method, params = {}, sessionId) => {
    count += 1
    const asked = Promise.withResolvers<Record<string, unknown>>()
    waiting.set(count, asked)
    socket.send(JSON.stringify({ id: count, method, params, sessionId }))
    return asked.promise
  }
}

async function evaluate(
  ask: Ask,
  session: string,
  run: (given: never) => unknown,
  given: unknown,
): Promise<unknown> {
  const expression = `(${run.toString()})(${JSON.stringify(given)})`
  const how = { expression, awaitPromise: true, returnByValue: true }
  const { result, exceptionDetails } = (await ask('Runtime.evaluate', how, session)) as {
    result: { value: unknown }
    exceptionDetails?: { exception?: { description?: string }; text: string }
  }
  if (exceptionDetails === undefined) return result.value
  throw new PageError(exceptionDetails.exception?.description ?? exceptionDetails.text)
}
