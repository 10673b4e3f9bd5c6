// Facts about the typed emitter.

import { expect, it } from 'vitest'
import { Emitter } from './emitter.ts'

interface Events {
  said: string
  counted: number
}

it('tells those who listen, in order, until they stop', () => {
  const emitter = new Emitter<Events>()
  const heard: string[] = []
  const stop = emitter.on('said', (word) => heard.push(`1 ${word}`))
  emitter.on('said', (word) => heard.push(`2 ${word}`))
  emitter.on('counted', (number) => heard.push(`3 ${number}`))
  emitter.emit('said', 'hello')
  stop()
  stop()
  emitter.emit('said', 'bye')
  emitter.emit('counted', 7)
  expect(heard).toEqual(['1 hello', '2 hello', '2 bye', '3 7'])
  expect(emitter.listenerCount('said')).toBe(1)
})

it('tells everybody although one fails, and then says so', () => {
  const emitter = new Emitter<Events>()
  const heard: string[] = []
  emitter.on('said', () => {
    throw new Error('deaf')
  })
  emitter.on('said', (word) => heard.push(word))
  expect(() => emitter.emit('said', 'hello')).toThrow('deaf')
  expect(heard).toEqual(['hello'])
})

it('lets listeners stop while they are being told', () => {
  const emitter = new Emitter<Events>()
  const heard: number[] = []
  const stop = emitter.on('counted', (number) => {
    heard.push(number)
    stop()
  })
  emitter.on('counted', (number) => heard.push(number * 10))
  emitter.emit('counted', 1)
  emitter.emit('counted', 2)
  expect(heard).toEqual([1, 10, 20])
  emitter.clear()
  emitter.emit('counted', 3)
  expect(heard).toHaveLength(3)
})
