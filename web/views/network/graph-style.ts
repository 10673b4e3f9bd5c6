// How cytoscape draws peers, groups and wires, by theme.

import type { EdgeSingular, StylesheetJson } from 'cytoscape'
import type { Tone } from '../../draw/colour.ts'

/** Neutral colours for what cytoscape draws, by theme. */
const NEUTRAL = {
  dark: { ground: '#0b0d12', ink: '#eef0f5', wire: '#767b88' },
  light: { ground: '#fafbfd', ink: '#171a21', wire: '#868b97' },
} as const

/**
 * The stylesheet of a theme: paths are told by line style, the relay by shape.
 *
 * @param text pixels of the small text size: lines grow with it, as on a projector
 */
export function graphStyle(tone: Tone, text: number): StylesheetJson {
  const { ground, ink, wire } = NEUTRAL[tone]
  const line = Math.max(1, text / 12)
  return [
    {
      selector: 'node',
      style: {
        width: 'data(size)',
        height: 'data(size)',
        'background-color': 'data(colour)',
        'border-color': ground,
        'border-width': 2 * line,
        'overlay-opacity': 0,
      },
    },
    {
      selector: 'node.group',
      style: {
        'background-color': ground,
        'border-color': 'data(colour)',
        'border-width': 2.5 * line,
      },
    },
    { selector: 'node.relay', style: { shape: 'diamond' } },
    { selector: 'node.own', style: { 'border-color': ink, 'border-width': 1.5 * line } },
    { selector: 'node.selected', style: { 'border-color': ink, 'border-width': 3 * line } },
    {
      selector: 'edge',
      style: {
        'curve-style': 'haystack',
        'haystack-radius': 0,
        width: line,
        'line-color': wire,
        'line-opacity': 'data(opacity)' as unknown as number,
        'overlay-opacity': 0,
      },
    },
    { selector: 'edge[path = "relayed"]', style: { 'line-style': 'dashed' } },
    { selector: 'edge[path = "websocket"]', style: { 'line-style': 'dotted', width: 1.5 * line } },
    { selector: 'edge[path = "virtual"]', style: { width: 0.5 * line } },
    {
      selector: 'edge[broad > 1]',
      style: { width: (edge: EdgeSingular) => Number(edge.data('broad')) * line },
    },
    { selector: 'edge.focus', style: { 'line-color': ink, 'line-opacity': 0.8 } },
    // Who dialed is told by an arrow half way, where few wires are in focus.
    {
      selector: 'edge.focus.out',
      style: { 'mid-target-arrow-shape': 'triangle', 'mid-target-arrow-color': ink },
    },
    {
      selector: 'edge.focus.in',
      style: { 'mid-source-arrow-shape': 'triangle', 'mid-source-arrow-color': ink },
    },
  ]
}
