// Browser tests: real Chromium, real relay, real wires.

import { defineConfig } from '@playwright/test'
import { findChromium, launchArgs } from './e2e/browser.ts'

const executablePath = findChromium()

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/browser',
  // A room is a heavy thing: several tabs handshake at once, on perhaps two cores.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list'], ['json', { outputFile: 'test-results/browser-tests.json' }]],
  use: {
    launchOptions: {
      args: launchArgs(),
      ...(executablePath === undefined ? {} : { executablePath }),
    },
    // A trace of every tab slows the room down; `npm run e2e -- --trace on` makes one.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'chromium', testMatch: '**/*.spec.ts' },
    // `npm run screenshots` makes the README's pictures.
    { name: 'screenshots', testMatch: '**/*.shots.ts' },
    // `npm run recordings` makes the traces that come with the page.
    { name: 'recordings', testMatch: '**/*.record.ts' },
  ],
})
