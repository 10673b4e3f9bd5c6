// The command line as a whole: which command was typed, its help, and what becomes of its errors.

import { Command, CommanderError } from 'commander'
import { describeError, KadscopeError } from '../../src/base/errors.ts'
import { GROUPS } from '../commands/all.ts'
import { relayCommand } from '../commands/relay.ts'
import { version } from '../../package.json'
import type { CommandFile } from './command.ts'
import { EXIT, exitCodeOf, InterruptedError, UsageError, type ExitCode } from './exit-code.ts'
import { openTerminal, type Streams, type Style, type Terminal } from './terminal.ts'

const AFTER_HELP = `
Without a command it is the relay: kadscope --port 8081.
A PEER is its id, its name such as amber-fox, or four or more digits of its kad id.
kadscope COMMAND --help tells the options of a command.

Exit codes: 0 done, 1 failed, 2 not understood, 3 not found, 4 refused.
`

/** Runs what was typed after the program's name; resolves with the exit code when all is written. */
export async function runCommandLine(args: readonly string[], streams: Streams): Promise<ExitCode> {
  let terminal: Terminal | undefined
  const perform = async ({ run }: CommandFile, command: Command): Promise<void> => {
    terminal = openTerminal(streams, command.opts<Style>())
    await run(command, terminal)
  }
  try {
    await describeProgram(streams, perform).parseAsync(withCommand(args), { from: 'user' })
    return EXIT.done
  } catch (thrown) {
    return complain(thrown, streams, terminal)
  } finally {
    await terminal?.flush()
  }
}

/** The program with all its commands; `perform` is called for the one that was typed. */
export function describeProgram(
  { stdout }: Pick<Streams, 'stdout'>,
  perform: (file: CommandFile, command: Command) => Promise<void>,
): Command {
  const program = new Command('kadscope')
    .description('A Kademlia DHT made visible: the relay of a room, and the room from the shell.')
    .usage('[command] [options]')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this')
    .helpCommand(false)
    .configureHelp({ subcommandTerm: termOf })
    .addHelpText('after', AFTER_HELP)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: () => undefined })
  for (const { heading, commands } of GROUPS) {
    for (const file of commands) {
      const command = file
        .describe()
        .copyInheritedSettings(program)
        .helpOption('-h, --help', 'print this')
        .helpGroup(heading)
        .allowExcessArguments(false)
      program.addCommand(command.action(() => perform(file, command)))
    }
  }
  return program
}

/** A command in the list: its name and arguments; all have options. */
function termOf(command: Command): string {
  const args = command.registeredArguments.map((each) => {
    return each.name().toUpperCase() + (each.variadic ? '...' : '')
  })
  return [command.name(), ...args].join(' ')
}

const NAMES = GROUPS.flatMap(({ commands }) => commands.map(({ describe }) => describe().name()))

/** What was typed with its command in front: without one it is the relay's. */
function withCommand(args: readonly string[]): string[] {
  const [first = '', ...rest] = args
  // What other programs call it.
  if (first === 'help') return [...rest.slice(0, 1), '--help']
  if (['-h', '--help', '--version', ...NAMES].includes(first)) return [...args]
  const late = args.find((arg) => NAMES.includes(arg))
  if (late !== undefined) {
    throw new UsageError(`The command comes first: kadscope ${late}, and the options after it.`)
  }
  if (first !== '' && !first.startsWith('-')) {
    throw new UsageError(`There is no command "${first}": kadscope --help lists them.`)
  }
  return [relayCommand.describe().name(), ...args]
}

/** Says what went wrong, on standard error, and what the exit code is. */
function complain(thrown: unknown, { stderr }: Streams, terminal: Terminal | undefined): ExitCode {
  if (thrown instanceof CommanderError && thrown.exitCode === 0) return EXIT.done
  // Whoever read the output has seen enough.
  if (terminal?.signal.aborted === true && !terminal.interrupted()) return EXIT.done
  const error = terminal?.interrupted() === true ? new InterruptedError() : namedError(thrown)
  const message = sentenceOf(error)
  terminal?.progress()
  const asJson = terminal?.json === true
  stderr.write(
    `${asJson ? JSON.stringify({ error: describeError(error).name, message }) : message}\n`,
  )
  return exitCodeOf(error)
}

function namedError(thrown: unknown): unknown {
  return thrown instanceof CommanderError ? new UsageError(asSentence(thrown.message)) : thrown
}

/** What is said of an error: one without a name of its own is a fault of the program, told in full. */
export function sentenceOf(thrown: unknown): string {
  const error = namedError(thrown)
  if (error instanceof KadscopeError || !(error instanceof Error))
    return describeError(error).message
  return error.stack ?? error.message
}

/** Commander's message, on one line and without its prefix, with where to read on. */
function asSentence(message: string): string {
  const text = message
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')
    .replace(/\. (\w)/, (_, letter: string) => `: ${letter.toLowerCase()}`)
    .trim()
  const sentence = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.)]$/.test(sentence) ? sentence : `${sentence}: see --help.`
}
