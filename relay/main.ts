#!/usr/bin/env node
// The command line's beginning and end: runs what was typed, and leaves with its exit code.

import './node-polyfills.ts'
import { runCommandLine } from './cli/program.ts'

process.exit(await runCommandLine(process.argv.slice(2), process))
