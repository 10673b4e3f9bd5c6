// The figures of records as Markdown tables.

import { formatBytes } from '../src/event/format.ts'
import type { RecordFigures } from './records-lab.ts'
import type { LoadResult } from './records-load.ts'
import { quantile } from './statistics.ts'

/** One line for each k and republish interval. */
export function recordTable(all: readonly RecordFigures[]): string {
  const head = [
    ...['k', 'republish', 'put p50', 'put p99', 'get p50', 'get p99', 'copies', 'kept'],
    ...['messages a record and hour', 'bytes a record and hour'],
  ]
  return table(
    head,
    all.map((figures) => [
      String(figures.k),
      `${figures.republishMs / 1000} s`,
      ms(figures.putP50),
      ms(figures.putP99),
      ms(figures.getP50),
      ms(figures.getP99),
      figures.copiesPut.toFixed(1),
      figures.copiesKept.toFixed(1),
      figures.messagesPerHour.toFixed(0),
      formatBytes(Math.round(figures.bytesPerHour)),
    ]),
  )
}

/** What the clients under load saw. */
export function loadTable(result: LoadResult): string {
  const { putMs, getMs, wrong, lost, stories, failed, requests, spared, unanswered } = result
  const row = (what: string, times: readonly number[]): string[] => [
    what,
    String(times.length),
    ms(quantile(times, 0.5)),
    ms(quantile(times, 0.99)),
  ]
  return [
    table(['', 'done', 'p50', 'p99'], [row('put', putMs), row('get', getMs)]),
    `\nwrong ${wrong}, lost ${lost}, failed ${countsText(failed)}`,
    ...stories,
    `${requests} requests, ${spared} given up as another peer had the record; without an answer: ${countsText(unanswered)}`,
  ].join('\n')
}

function countsText(counts: Readonly<Record<string, number>>): string {
  const texts = Object.entries(counts).map(([name, count]) => `${count} ${name}`)
  return texts.length === 0 ? '0' : texts.join(', ')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function ms(value: number): string {
  return `${Math.round(value)} ms`
}
