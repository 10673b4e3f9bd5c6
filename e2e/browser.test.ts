// The search for a Chromium, on machines made up by hand.

import { delimiter, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  ChromiumMissingError,
  ChromiumPathError,
  ensureChromium,
  findChromium,
  launchArgs,
  type Installers,
  type Probes,
} from './browser.ts'

const own = join('cache', 'chromium')
const debian = join('bin', 'chromium')

function machineWith(files: string[], env: Record<string, string> = {}): Probes {
  return {
    env: { PATH: ['sbin', 'bin'].join(delimiter), ...env },
    playwrightPath: () => own,
    exists: (file) => files.includes(file),
    starts: () => true,
  }
}

function noInstaller(): Installers {
  return { download: () => false, debianPackage: () => false, libraries: () => false }
}

describe('findChromium', () => {
  test('takes CHROMIUM_PATH before all others', () => {
    expect(findChromium(machineWith(['mine', own, debian], { CHROMIUM_PATH: 'mine' }))).toBe('mine')
  })

  test('says so when CHROMIUM_PATH leads nowhere', () => {
    expect(() => findChromium(machineWith([own], { CHROMIUM_PATH: 'gone' }))).toThrow(
      ChromiumPathError,
    )
  })

  test('takes the one of Playwright before an installed one', () => {
    expect(findChromium(machineWith([debian, own]))).toBe(own)
  })

  test('looks through the path, chromium before google-chrome before msedge', () => {
    const chrome = join('sbin', 'google-chrome')
    const edge = join('bin', 'msedge')
    expect(findChromium(machineWith([edge, chrome, debian]))).toBe(debian)
    expect(findChromium(machineWith([edge, chrome]))).toBe(chrome)
    expect(findChromium(machineWith([edge]))).toBe(edge)
  })

  test('passes over one that does not start', () => {
    const machine = { ...machineWith([own, debian]), starts: (file: string) => file !== own }
    expect(findChromium(machine)).toBe(debian)
  })

  test('finds nothing on a bare machine', () => {
    expect(findChromium(machineWith([]))).toBeUndefined()
  })
})

describe('ensureChromium', () => {
  test('installs nothing when one is there', () => {
    const installers = {
      ...noInstaller(),
      download: () => {
        throw new Error('not asked for')
      },
    }
    expect(ensureChromium(machineWith([debian]), installers)).toBe(debian)
  })

  test('downloads the one of Playwright when there is none', () => {
    const files: string[] = []
    const installers = { ...noInstaller(), download: () => files.push(own) > 0 }
    expect(ensureChromium(machineWith(files), installers)).toBe(own)
  })

  test('takes the Debian package when the download fails', () => {
    const files: string[] = []
    const installers = { ...noInstaller(), debianPackage: () => files.push(debian) > 0 }
    expect(ensureChromium(machineWith(files), installers)).toBe(debian)
  })

  test('installs the libraries when what was downloaded does not start', () => {
    let complete = false
    const installers = {
      ...noInstaller(),
      download: () => true,
      libraries: () => (complete = true),
    }
    const machine = { ...machineWith([own]), starts: () => complete }
    expect(ensureChromium(machine, installers)).toBe(own)
  })

  test('says in one sentence what to do when nothing helps', () => {
    expect(() => ensureChromium(machineWith([]), noInstaller())).toThrow(ChromiumMissingError)
  })
})

describe('launchArgs', () => {
  test('leaves the sandbox on for everybody but root', () => {
    expect(launchArgs(0, 'linux')).toContain('--no-sandbox')
    expect(launchArgs(1000, 'linux')).not.toContain('--no-sandbox')
  })

  test('lets a Mac find its own tabs', () => {
    const hides = launchArgs(501, 'darwin').filter((arg) => arg.includes('HideLocalIps'))
    expect(hides).toEqual([expect.stringMatching(/^--disable-features=.*,WebRtcHideLocalIpsWith/)])
    expect(launchArgs(501, 'linux').join()).not.toContain('HideLocalIps')
  })

  test('names what is left out once, as Chromium hears the last list only', () => {
    const lists = launchArgs().filter((arg) => arg.startsWith('--disable-features='))
    expect(lists).toEqual([expect.stringContaining('WebUIOmniboxPopup')])
  })
})
