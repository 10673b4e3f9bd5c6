// Facts about long tasks: only those of pages' main threads count, by both times.

import { expect, test } from 'vitest'
import { longTasksOf } from './long-tasks.ts'

test('tasks over 50 ms of main threads, longest first, by the clock and by the thread', () => {
  const thread = (tid: number, name: string): Parameters<typeof longTasksOf>[0][number] => ({
    ph: 'M',
    name: 'thread_name',
    pid: 1,
    tid,
    args: { name },
  })
  const task = (
    tid: number,
    ms: number,
    ownMs: number,
    name = 'ThreadControllerImpl::RunTask',
  ) => ({
    ph: 'X',
    name,
    pid: 1,
    tid,
    dur: ms * 1_000,
    tdur: ownMs * 1_000,
  })
  const tasks = longTasksOf([
    thread(7, 'CrRendererMain'),
    thread(8, 'DedicatedWorker thread'),
    task(7, 80, 20),
    task(7, 120, 60),
    task(7, 50, 50),
    task(7, 300, 300, 'FunctionCall'),
    task(8, 500, 500),
  ])
  expect(tasks).toEqual({ byClock: [120, 80], byThread: [60] })
})
