// From the Host header of a question to the multiaddr under which its asker reaches this relay.

import { isIPv4, isIPv6 } from 'node:net'
import { KadscopeError } from '../src/base/errors.ts'

/** Names and addresses by which a machine knows itself. */
const LOOPBACK = /^(localhost|127\.[\d.]+|::1|::ffff:127\.[\d.]+)$/i

/** Whether a host's name or address is this machine's own, such as `localhost` and `::1`. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host)
}

/** Whether a question was asked on this machine, and sent to it by a name of its own. */
export function isAskedHere(host: string | undefined, asker: string | undefined): boolean {
  const { ip6, name = '' } = HOST.exec(host ?? '')?.groups ?? {}
  return isLoopback(ip6 ?? name) && isLoopback(asker ?? '')
}

/** The Host header is missing or is no address. */
export class InvalidHostError extends KadscopeError {
  override name = 'InvalidHostError'
  constructor() {
    super('The Host header is missing or is no address: open the page as http://ADDRESS:PORT/.')
  }
}

/** Names as DNS has them, which leaves out everything that means something in a multiaddr. */
const NAME =
  /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\.?$/i

/** `[address]` or name or IPv4, and perhaps a port. */
const HOST =
  /^(?:\[(?<ip6>[0-9a-f:.]{2,45})\]|(?<name>[^[\]:/?#@\s]{1,254}))(?::(?<port>\d{1,5}))?$/i

/**
 * The multiaddr of a WebSocket at the address that a question was sent to.
 *
 * @param host the Host header, such as `192.168.1.5:8080`, `[::1]:8080` or `classroom.test`
 * @param secure whether the asker came by HTTPS, through a proxy in front of this relay
 * @param peerId the relay's own
 * @throws InvalidHostError
 */
export function addressOfHost(host: string | undefined, secure: boolean, peerId: string): string {
  const { ip6, name, port = secure ? '443' : '80' } = HOST.exec(host ?? '')?.groups ?? {}
  const place = ip6 === undefined ? ofName(name ?? '') : ofIp6(ip6)
  const number = Number(port)
  if (place === undefined || number < 1 || number > 65_535) throw new InvalidHostError()
  return `${place}/tcp/${number}${secure ? '/tls' : ''}/ws/p2p/${peerId}`
}

function ofIp6(address: string): string | undefined {
  return isIPv6(address) ? `/ip6/${address.toLowerCase()}` : undefined
}

function ofName(name: string): string | undefined {
  if (isIPv4(name)) return `/ip4/${name}`
  // Only digits and dots, but no address: browsers would read it as one.
  if (/^[\d.]*$/.test(name) || !NAME.test(name)) return undefined
  return `/dns4/${name.toLowerCase()}`
}
