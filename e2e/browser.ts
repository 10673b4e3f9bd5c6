// Finds the Chromium that the browser tests run in, and installs one where there is none.

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'
import { KadscopeError } from '../src/base/errors.ts'

/** Commands that are a Chromium or a close relative, the plainest first. */
const COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'msedge',
  'microsoft-edge',
]

/** Where macOS and Windows keep theirs, as these are not on the path. */
const PLACES = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

const PLAYWRIGHT = join('node_modules', '@playwright', 'test', 'cli.js')

/** How long Playwright's own download may take, in milliseconds: it hangs where its host is blocked. */
const DOWNLOAD_MS = 120_000

/** How long the Debian package may take, in milliseconds. */
const PACKAGE_MS = 600_000

/** What the search asks of the machine; tests answer by hand. */
export interface Probes {
  env: Readonly<Record<string, string | undefined>>
  /** Where Playwright would keep its own Chromium. */
  playwrightPath: () => string
  exists: (file: string) => boolean
  /** Whether the program there starts: it may lack libraries, or be a stub that only says so. */
  starts: (file: string) => boolean
}

/** What the installation does to the machine; tests answer by hand. */
export interface Installers {
  /** Whether Playwright's download went through. */
  download: () => boolean
  /** Whether Debian's package could be installed. */
  debianPackage: () => boolean
  /** Whether the libraries that Playwright's own lacks could be installed. */
  libraries: () => boolean
}

/** `CHROMIUM_PATH` names a file that is not there. */
export class ChromiumPathError extends KadscopeError {
  override name = 'ChromiumPathError'
  constructor(path: string) {
    super(`CHROMIUM_PATH is ${path}, but there is no such file: correct it or unset it.`)
  }
}

/** No Chromium was found and none could be installed. */
export class ChromiumMissingError extends KadscopeError {
  override name = 'ChromiumMissingError'
  constructor() {
    super(
      'The browser tests need Chromium, and none was found or could be installed: install Chromium or Chrome, or set CHROMIUM_PATH to one.',
    )
  }
}

/**
 * The Chromium to test with: `CHROMIUM_PATH`, else Playwright's own, else one that is installed;
 * undefined when there is none.
 *
 * @throws ChromiumPathError when `CHROMIUM_PATH` leads nowhere
 */
export function findChromium(probes: Probes = machine): string | undefined {
  const chosen = probes.env['CHROMIUM_PATH']
  if (chosen !== undefined && chosen !== '') {
    if (!probes.exists(chosen)) throw new ChromiumPathError(chosen)
    return chosen
  }
  const folders = (probes.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const installed = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)))
  return [probes.playwrightPath(), ...installed, ...PLACES].find(
    (file) => file !== '' && probes.exists(file) && probes.starts(file),
  )
}

/**
 * Finds a Chromium or installs one: Playwright's download, else Debian's package.
 *
 * @throws ChromiumMissingError when neither can be had
 */
export function ensureChromium(
  probes: Probes = machine,
  installers: Installers = machineInstallers,
): string {
  const found = findChromium(probes)
  if (found !== undefined) return found
  const { download, debianPackage, libraries } = installers
  for (const install of [download, debianPackage, libraries]) {
    const installed = install() ? findChromium(probes) : undefined
    if (installed !== undefined) return installed
  }
  throw new ChromiumMissingError()
}

/**
 * What Chromium leaves out. A second `--disable-features` takes the place of Playwright's own, so
 * those of its list that matter here stand here too.
 */
const DISABLED_FEATURES = [
  // Each window would load the address bar's suggestions as a page of their own, twice: half a
  // second of processor time a window, more than a tab of ours takes to come in.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  // Playwright's: plain HTTP stays plain, nothing is asked of the internet, pages paint at once.
  'AimEnabled',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
]

/** What Chromium is started with: no sandbox for root, no chatter of its own on the network. */
export function launchArgs(
  uid: number | undefined = process.getuid?.(),
  platform: string = process.platform,
): string[] {
  // Headless on a Mac cannot resolve the mDNS names that hide local addresses.
  const hidden = platform === 'darwin' ? ['WebRtcHideLocalIpsWithMdns'] : []
  return [
    '--disable-background-networking',
    '--disable-quic',
    ...(uid === 0 ? ['--no-sandbox'] : []),
    `--disable-features=${[...DISABLED_FEATURES, ...hidden].join(',')}`,
  ]
}

/** Makes sure that there is a Chromium, and says which; `npm test` runs this. */
export function main(): Promise<number> {
  try {
    console.log(`Testing with ${ensureChromium()}`)
    return Promise.resolve(0)
  } catch (thrown) {
    if (!(thrown instanceof KadscopeError)) throw thrown
    console.error(thrown.message)
    return Promise.resolve(1)
  }
}

const machine: Probes = {
  env: process.env,
  playwrightPath: () => {
    try {
      return chromium.executablePath()
    } catch {
      return ''
    }
  },
  exists: existsSync,
  // Elsewhere `--version` may open a window, and the libraries come with the program.
  starts: (file) => process.platform !== 'linux' || works(file, '--version'),
}

const machineInstallers: Installers = {
  download() {
    console.log('No Chromium found: trying to download the one of Playwright.')
    // Its progress is worth seeing, its stack traces are not.
    const stdio = ['ignore', 'inherit', 'ignore'] as const
    const options = { stdio: [...stdio], timeout: DOWNLOAD_MS }
    return spawnSync(process.execPath, [PLAYWRIGHT, 'install', 'chromium'], options).status === 0
  },
  debianPackage() {
    const root = asRoot()
    if (root === undefined || !works(...root, 'apt-get', '--version')) return false
    console.log('That did not help: trying the Debian package.')
    const apt = [...root, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', '-y'] as const
    runs(PACKAGE_MS, ...apt, 'update')
    return runs(PACKAGE_MS, ...apt, 'install', '--no-install-recommends', 'chromium')
  },
  libraries() {
    const root = asRoot()
    if (root === undefined || !existsSync(machine.playwrightPath())) return false
    console.log('Trying to install the libraries that the Chromium of Playwright needs.')
    return runs(PACKAGE_MS, ...root, process.execPath, PLAYWRIGHT, 'install-deps', 'chromium')
  },
}

/** What goes before a command on Linux that changes the system, if that can be done unasked. */
function asRoot(): [string, ...string[]] | undefined {
  if (process.platform !== 'linux') return undefined
  if (process.getuid?.() === 0) return ['env']
  return works('sudo', '-n', 'true') ? ['sudo', '-n'] : undefined
}

function works(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 20_000 }).status === 0
}

function runs(timeout: number, command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'inherit', timeout }).status === 0
}
