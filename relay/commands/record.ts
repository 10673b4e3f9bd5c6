// kadscope record: writes what happens in the room to a trace, which the page can open.

import { Command } from 'commander'
import { countOf } from '../../src/event/format.ts'
import type { RoomSession } from '../../src/room/join-room.ts'
import { withRoomOptions, type CommandFile, type RoomOptions } from '../cli/command.ts'
import { untilEnd, withSecondsOption, type SecondsOptions } from '../cli/seconds.ts'

/** `kadscope record FILE` */
export const recordCommand: CommandFile = {
  describe() {
    const command = new Command('record')
      .description('record a trace for the page, until Ctrl-C')
      .argument('<file>', 'where the trace goes, such as room.jsonl')
      .option('--json', 'print the result as JSON')
      .option('--quiet', 'print nothing')
    return withRoomOptions(withSecondsOption(command))
  },
  async run(command, terminal) {
    const [file = ''] = command.args
    const options = command.opts<RoomOptions & SecondsOptions>()
    const { withPeer } = await import('../cli/with-peer.ts')
    const { openTraceFile } = await import('../trace-file.ts')
    const work = async ({ settings, onEnvelopes }: RoomSession): Promise<void> => {
      const trace = await openTraceFile(file, { startedAt: Date.now(), room: settings })
      terminal.remark(`Recording room ${settings.room} to ${file}; Ctrl-C ends it.`)
      const stop = onEnvelopes((batch) => {
        for (const envelope of batch) trace.write(envelope)
        terminal.progress(countOf(trace.written(), 'event'))
      })
      await untilEnd(options, AbortSignal.any([terminal.signal, trace.full]))
      stop()
      await trace.close()
      const events = trace.written()
      if (terminal.json) terminal.print(JSON.stringify({ file, events }))
      else terminal.remark(`${countOf(events, 'event')} in ${file}: open it on the page.`)
    }
    await withPeer(options, terminal, work, { hears: true })
  },
}
