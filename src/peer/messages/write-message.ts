// Writes DHT messages.

import { FIELD, PEER_FIELD, TYPES, type Message, type NamedPeer } from './message.ts'

/** The bytes of a message, without its length prefix. */
export function writeMessage(message: Message): Uint8Array {
  const { type, clusterLevel, key, record, closer = [], providers = [] } = message
  const number = TYPES.indexOf(type)
  let length = number === 0 ? 0 : 2
  if (clusterLevel !== undefined) length += 1 + lengthOfVarint(clusterLevel)
  if (key !== undefined) length += lengthOfField(key.length)
  if (record !== undefined) length += lengthOfField(record.length)
  for (const peer of closer) length += lengthOfField(lengthOfPeer(peer))
  for (const peer of providers) length += lengthOfField(lengthOfPeer(peer))

  const to = new Writer(length)
  if (number !== 0) to.number(FIELD.type, number)
  if (clusterLevel !== undefined) to.number(FIELD.clusterLevel, clusterLevel)
  if (key !== undefined) to.bytes(FIELD.key, key)
  if (record !== undefined) to.bytes(FIELD.record, record)
  for (const peer of closer) writePeer(to, FIELD.closer, peer)
  for (const peer of providers) writePeer(to, FIELD.providers, peer)
  return to.written
}

function writePeer(to: Writer, field: number, peer: NamedPeer): void {
  to.open(field, lengthOfPeer(peer))
  to.bytes(PEER_FIELD.id, peer.id)
  for (const multiaddr of peer.multiaddrs) to.bytes(PEER_FIELD.multiaddr, multiaddr)
}

function lengthOfPeer({ id, multiaddrs }: NamedPeer): number {
  let length = lengthOfField(id.length)
  for (const multiaddr of multiaddrs) length += lengthOfField(multiaddr.length)
  return length
}

/** Of a field with so many bytes in it; its tag takes one, as all numbers of fields are below 16. */
function lengthOfField(length: number): number {
  return 1 + lengthOfVarint(length) + length
}

function lengthOfVarint(value: number): number {
  let length = 1
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 128)) length += 1
  return length
}

const VARINT = 0
const BYTES = 2

/** Writes one field after the other into as many bytes as they take. */
class Writer {
  readonly written: Uint8Array
  #at = 0

  constructor(length: number) {
    this.written = new Uint8Array(length)
  }

  number(field: number, value: number): void {
    this.#varint(field * 8 + VARINT)
    this.#varint(value)
  }

  bytes(field: number, bytes: Uint8Array): void {
    this.open(field, bytes.length)
    this.written.set(bytes, this.#at)
    this.#at += bytes.length
  }

  /** Begins a field: so many bytes that are written next are in it. */
  open(field: number, length: number): void {
    this.#varint(field * 8 + BYTES)
    this.#varint(length)
  }

  #varint(value: number): void {
    let rest = value
    for (; rest >= 0x80; rest = Math.floor(rest / 128)) this.#byte((rest % 128) + 0x80)
    this.#byte(rest)
  }

  #byte(byte: number): void {
    this.written[this.#at] = byte
    this.#at += 1
  }
}
