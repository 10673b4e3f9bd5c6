// Runs a TypeScript file of this repository with Vite, which is here anyway: node .tools/run.js FILE [ARGUMENTS]

import { runnerImport } from 'vite'

const [file, ...rest] = process.argv.slice(2)
if (file === undefined) {
  console.error('Say which file to run: node .tools/run.js FILE [ARGUMENTS]')
  process.exit(2)
}
process.argv = [process.argv[0] ?? 'node', file, ...rest]
const { module } = await runnerImport(`./${file}`, { configFile: false, logLevel: 'error' })
process.exitCode = await /** @type {{ main(args: string[]): Promise<number> }} */ (module).main(
  rest,
)
