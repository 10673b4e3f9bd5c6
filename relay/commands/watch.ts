// kadscope watch: what happens in the whole room, a line each, as its peers tell it.

import { Command } from 'commander'
import type { Envelope } from '../../src/event/envelope.ts'
import type { PeerName } from '../../src/kad/kad-id.ts'
import { withRoomOptions, type CommandFile, type RoomOptions } from '../cli/command.ts'
import { peerText } from '../cli/names.ts'
import { untilEnd, withSecondsOption, type SecondsOptions } from '../cli/seconds.ts'
import { isToldOfRoom, jsonLine, logLine } from '../log.ts'

interface WatchOptions extends RoomOptions, SecondsOptions {
  readonly all?: true
}

/** `kadscope watch` */
export const watchCommand: CommandFile = {
  describe() {
    const command = new Command('watch')
      .description('print what happens, until Ctrl-C')
      .option('--all', "every event, the peers' own upkeep too")
      .option('--json', 'print events as JSON lines')
      .option('--quiet', 'print nothing but events')
    return withRoomOptions(withSecondsOption(command))
  },
  async run(command, terminal) {
    const options = command.opts<WatchOptions>()
    const { withPeer } = await import('../cli/with-peer.ts')
    await withPeer(
      options,
      terminal,
      async (session) => {
        const { room } = session.settings
        const name = peerText(session.own, terminal.remarkColour)
        terminal.remark(`Watching room ${room} as ${name}; Ctrl-C ends it.`)
        const startedAt = Date.now()
        // What this peer does only to watch is no news, nor is what was before.
        const isNews = (envelope: Envelope): boolean =>
          envelope.at >= startedAt &&
          !concerns(envelope, session.own) &&
          (options.all === true || isToldOfRoom(envelope.event.kind))
        const stop = session.onEnvelopes((batch) => {
          for (const envelope of batch.filter(isNews)) {
            const style = { colour: terminal.colour, rooms: false }
            terminal.print(
              terminal.json ? jsonLine(envelope, room) : logLine(envelope, room, style),
            )
          }
        })
        await untilEnd(options, terminal.signal)
        stop()
      },
      { hears: true },
    )
  },
}

/** Whether an event is of a peer or has it at its other end. */
function concerns({ peer, event }: Envelope, own: PeerName): boolean {
  const ends = { from: '', to: '', remote: '', contact: '', ...event }
  return [peer, ends.from, ends.to, ends.remote, ends.contact].includes(own)
}
