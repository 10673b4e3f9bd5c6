import * as v from 'valibot'
import { expect, test } from 'vitest'
import { CLASS_RULES, protocolOfRoom, roomSettingsSchema } from './settings.ts'

const SETTINGS = {
  ...CLASS_RULES,
  room: 'main',
  protocol: protocolOfRoom('main'),
  multiaddrs: ['/ip4/127.0.0.1/tcp/8080/ws'],
}

test.each([
  [undefined, true],
  [[], true],
  [['http://192.168.1.5:8080/', 'https://kad.example.org/'], true],
  [['javascript:alert(1)'], false],
  [['192.168.1.5:8080'], false],
])('a relay that says that the page is at %j is believed: %s', (pages, believed) => {
  const { success } = v.safeParse(roomSettingsSchema, { ...SETTINGS, pages })
  expect(success).toBe(believed)
})
