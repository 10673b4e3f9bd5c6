// What the relay says when it is ready: where to open the page, with a QR code for phones.

import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os'
import { renderUnicodeCompact } from 'uqr'
import { isLoopback } from './host-address.ts'

/** Addresses of the page. */
export interface PageUrls {
  /** For everybody, through a reverse proxy; undefined when there is none. */
  public: string | undefined
  /** For this machine. */
  local: string
  /** For others in the same network, the likeliest first; none when only this machine is served. */
  lan: string[]
}

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>

/** Names of interfaces that lead to containers, virtual machines and tunnels. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|vEthernet|utun|tun|tap|zt|tailscale|wg)/i

/** Addresses that a machine gave itself because nobody gave it one begin so. */
const LINK_LOCAL = '169.254.'

/** Where a relay listens. */
export interface Listening {
  host: string
  port: number
  secure: boolean
  publicUrl?: URL | undefined
}

/** Where the page of a relay can be opened. */
export function pageUrls(
  { host, port, secure, publicUrl }: Listening,
  interfaces: Interfaces = networkInterfaces(),
): PageUrls {
  const scheme = secure ? 'https' : 'http'
  const urlOf = (name: string): string =>
    `${scheme}://${name.includes(':') ? `[${name}]` : name}:${port}/`
  const open = publicUrl?.href
  if (host !== '0.0.0.0' && host !== '::') {
    const url = urlOf(host)
    return { public: open, local: url, lan: isLoopback(host) ? [] : [url] }
  }
  const lan = Object.entries(interfaces)
    .sort(([a], [b]) => Number(VIRTUAL.test(a)) - Number(VIRTUAL.test(b)))
    .flatMap(([, addresses]) => addresses ?? [])
    .filter(
      ({ family, internal, address }) =>
        family === 'IPv4' && !internal && !address.startsWith(LINK_LOCAL),
    )
    .map(({ address }) => urlOf(address))
  return { public: open, local: urlOf('localhost'), lan }
}

/** Where other machines open the page, the likeliest first. */
export function pagesForOthers({ public: open, lan }: PageUrls): string[] {
  return open === undefined ? lan : [open]
}

/** The greeting as lines of text; `colour` for a terminal that has colours. */
export function greeting(urls: PageUrls, room: string, peer: string, colour: boolean): string[] {
  const [first, ...others] = pagesForOthers(urls)
  const invitation =
    first === undefined
      ? ['  Only this machine can open it.']
      : [
          `  ${(urls.public === undefined ? 'In this network' : 'For everybody').padEnd(20)}${first}`,
          ...others.map((url) => `                      ${url}`),
          '',
          ...qrCode(first, colour).map((row) => `  ${row}`),
        ]
  return [
    '',
    `  Kadscope is ready: room ${room}, this relay is ${peer}.`,
    '',
    `  On this machine     ${urls.local}`,
    ...invitation,
    '',
    '  Ctrl-C stops it; the tabs carry on by themselves.',
    '',
  ]
}

/**
 * With colours it is black on white whatever the terminal's are; without, it takes the terminal to
 * be dark, as most are.
 */
function qrCode(text: string, colour: boolean): string[] {
  const rows = renderUnicodeCompact(text, { border: 2, invert: colour }).split('\n')
  return colour ? rows.map((row) => `\u001B[38;5;16;48;5;231m${row}\u001B[0m`) : rows
}
