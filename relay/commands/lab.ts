// kadscope lab: runs the Lab of a scenario's file without a page.

import { Command } from 'commander'
import { countOf, formatMs } from '../../src/event/format.ts'
import { withStyleOptions, type CommandFile } from '../cli/command.ts'
import { InterruptedError } from '../cli/exit-code.ts'
import type { LabSummary } from '../lab-command.ts'

/** `kadscope lab SCENARIO.json` */
export const labCommand: CommandFile = {
  describe() {
    const command = new Command('lab')
      .description('run a Lab without a page: summary, and trace')
      .argument('<scenario>', 'a JSON file such as {"peers": 64, "durationMs": 5000}')
      .option('--trace <file>', 'where the trace goes')
    return withStyleOptions(command)
  },
  async run(command, terminal) {
    const [scenario = ''] = command.args
    const { trace } = command.opts<{ trace?: string }>()
    const { runLabCommand } = await import('../lab-command.ts')
    terminal.remark(`Running ${scenario} …`)
    const { signal } = terminal
    const summary = await runLabCommand(
      trace === undefined ? { scenario, signal } : { scenario, trace, signal },
    )
    // What is left of a Lab that was stopped says nothing of it.
    if (signal.aborted) throw new InterruptedError()
    if (terminal.json) terminal.print(JSON.stringify(summary))
    else for (const line of linesOf(summary, trace)) terminal.print(line)
  },
}

function linesOf({ readyMs, counts, recall, told, traced }: LabSummary, trace?: string): string[] {
  const { lookups, exact, share } = recall
  return [
    `${countOf(counts.peers, 'peer')}, ready after ${formatMs(readyMs)}`,
    `${exact} of ${countOf(lookups, 'lookup')} found exactly the k closest, ${(share * 100).toFixed(1)} % of them all`,
    trace === undefined
      ? countOf(told, 'event')
      : `${countOf(told, 'event')}, ${countOf(traced, 'line')} in ${trace}: open it on the page`,
  ]
}
