// The layers of ARCHITECTURE.md: imports go only downward and never in a circle.

/** What each part may import of the others; everything may import itself. */
const layers = {
  base: [],
  kad: ['base'],
  event: ['base', 'kad'],
  world: ['base', 'kad', 'event'],
  peer: ['base', 'kad', 'event'],
  room: ['base', 'kad', 'event', 'peer'],
  lab: ['base', 'kad', 'event', 'peer'],
  'stand-ins': ['base'],
  scale: ['base', 'kad', 'event'],
}

/** Tests may reach up, for a network to try things in; nobody imports them. */
const TESTS = '\\.test\\.ts$'

const downward = Object.entries(layers).map(([layer, below]) => ({
  name: `layer-${layer}`,
  comment: `src/${layer} may import only ${[layer, ...below].map((name) => `src/${name}`).join(', ')} and packages.`,
  severity: 'error',
  from: { path: `^src/${layer}/`, pathNot: TESTS },
  to: {
    path: '^(src|relay|web|e2e|\\.tools|bench)/',
    pathNot: `^src/(${[layer, ...below].join('|')})/`,
  },
}))

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...downward,
    {
      name: 'src-is-layered',
      comment: 'A new folder under src needs its place among the layers, in this file.',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: `^src/(${Object.keys(layers).join('|')})/` },
    },
    {
      name: 'no-circles',
      comment: 'Two files that import each other are one thing in two places: find the seam.',
      severity: 'error',
      from: { path: '^(.+)$' },
      // A component of a tree may contain itself.
      to: { circular: true, pathNot: '^$1$' },
    },
    {
      name: 'relay-and-web-apart',
      comment: 'The relay and the page meet only over the wire.',
      severity: 'error',
      from: { path: '^(relay|web)/' },
      to: { path: '^(relay|web)/', pathNot: '^$1/' },
    },
    {
      name: 'tests-are-leaves',
      comment: 'Nothing but another test or a tool may import tests and tools.',
      severity: 'error',
      from: { path: '^(src|relay|web)/', pathNot: TESTS },
      to: { path: '(^(e2e|\\.tools|bench)/|\\.test\\.ts$)' },
    },
    {
      name: 'core-without-platform',
      comment: 'src runs in a tab, a worker and Node: no Node built-ins, no DOM framework.',
      severity: 'error',
      from: { path: '^src/', pathNot: TESTS },
      to: {
        path: '^(node:|node_modules/(svelte|cytoscape|bits-ui|virtua|ws|sirv|commander)/)',
      },
    },
    {
      name: 'core-without-node',
      comment: 'src runs in a tab, a worker and Node: no Node built-ins.',
      severity: 'error',
      from: { path: '^src/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'node-without-webrtc',
      comment:
        'In Node @libp2p/webrtc needs a native addon that is not installed; the relay must not reach it.',
      severity: 'error',
      from: { path: '^relay/' },
      to: { path: '@libp2p/webrtc', reachable: true },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(virtual:|\\$)' },
    },
    {
      name: 'declared',
      comment: 'A package that package.json does not list is there by luck.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.js', '.svelte', '.json', '.css'],
    },
    cache: { folder: 'node_modules/.cache/dependency-cruiser', strategy: 'content' },
  },
}
