// The block exchange's messages: length-prefixed JSON, an answer's block as a frame of its own.
//
//   asker:    {"want":"bafk…"}
//   provider: {"cid":"bafk…","bytes":262144}  and then the block
//             {"cid":"bafk…","missing":true}  or  {"busy":true}, and the stream closes
//
// Answers come in the order of the questions, so whoever sends something else is found out at
// once. Why this is not Bitswap, as tried with @helia/bitswap 4: a session asks all its providers for
// each block (50 MB came for a file of 20); with a session a provider, 5 of 81 blocks never came, as
// it listens only when the question has left; and rubbish is a time-out that names nobody.

import type { Stream } from '@libp2p/interface'
import { lpStream } from '@libp2p/utils'
import type { CID } from 'multiformats/cid'
import { fromString } from 'uint8arrays/from-string'
import * as v from 'valibot'
import { isBlockOf, parseBlockCid } from '../cid.ts'
import { BlockMissingError, ProviderBusyError, RubbishBlockError } from '../errors.ts'
import { MAX_BLOCK_BYTES } from '../limits.ts'

/** The protocol's id; the same in all rooms, as a block's name says what is in it. */
export const BLOCKS_PROTOCOL = '/kadscope/blocks/1.0.0'

/** The longest message beside a block, in bytes. */
const MAX_MESSAGE_BYTES = 400

const cidText = v.pipe(v.string(), v.maxLength(100))
const question = v.object({ want: cidText })
const answer = v.union([
  v.object({ cid: cidText, bytes: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  v.object({ cid: cidText, missing: v.literal(true) }),
  v.object({ busy: v.literal(true) }),
])

type Answer = v.InferOutput<typeof answer>

/** The asker's end of a stream. */
export interface AskingEnd {
  ask(cid: CID, signal: AbortSignal): Promise<void>
  /**
   * The answer to the earliest question that has none yet, checked against its hash.
   *
   * @throws RubbishBlockError, BlockMissingError, ProviderBusyError, and what the stream throws
   */
  receive(cid: CID, signal: AbortSignal): Promise<Uint8Array>
}

/** The provider's end of a stream. */
export interface AnsweringEnd {
  /** The next block that is asked for. @throws RubbishBlockError when it is no question */
  question(signal: AbortSignal): Promise<CID>
  answer(cid: CID, block: Uint8Array | undefined, signal: AbortSignal): Promise<void>
  refuse(signal: AbortSignal): Promise<void>
}

/** Speaks as the asker. */
export function askingEnd(stream: Stream): AskingEnd {
  const frames = lpStream(stream, { maxDataLength: MAX_BLOCK_BYTES })
  return {
    ask: (cid, signal) => frames.write(write({ want: cid.toString() }), { signal }),
    async receive(cid, signal) {
      const head = read(answer, (await refusingRubbish(frames.read({ signal }))).subarray())
      if ('busy' in head) throw new ProviderBusyError()
      if (head.cid !== cid.toString()) throw new RubbishBlockError('another block')
      if ('missing' in head) throw new BlockMissingError()
      const block = (await refusingRubbish(frames.read({ signal }))).subarray()
      if (block.length !== head.bytes) throw new RubbishBlockError('another length')
      if (!(await isBlockOf(cid, block))) throw new RubbishBlockError('another hash')
      return block
    },
  }
}

/** Speaks as the provider. */
export function answeringEnd(stream: Stream): AnsweringEnd {
  const frames = lpStream(stream, { maxDataLength: MAX_MESSAGE_BYTES })
  const send = (head: Answer, signal: AbortSignal): Promise<void> =>
    frames.write(write(head), { signal })
  return {
    async question(signal) {
      const bytes = (await refusingRubbish(frames.read({ signal }))).subarray()
      return parseBlockCid(read(question, bytes).want)
    },
    async answer(cid, block, signal) {
      if (block === undefined) {
        await send({ cid: cid.toString(), missing: true }, signal)
        return
      }
      const head = write({ cid: cid.toString(), bytes: block.length })
      await frames.writeV([head, block], { signal })
    },
    refuse: (signal) => send({ busy: true }, signal),
  }
}

function write(message: Answer | v.InferOutput<typeof question>): Uint8Array {
  return fromString(JSON.stringify(message))
}

function read<Schema extends v.GenericSchema>(
  schema: Schema,
  bytes: Uint8Array,
): v.InferOutput<Schema> {
  try {
    return v.parse(schema, JSON.parse(new TextDecoder().decode(bytes)))
  } catch {
    throw new RubbishBlockError('no message of this protocol')
  }
}

/** Frames of a length that this protocol does not have are rubbish too, not a broken stream. */
async function refusingRubbish<Frame>(frame: Promise<Frame>): Promise<Frame> {
  try {
    return await frame
  } catch (thrown) {
    if (thrown instanceof Error && /^InvalidDataLength|^InvalidMessageLength/.test(thrown.name)) {
      throw new RubbishBlockError('a frame too long')
    }
    throw thrown
  }
}
