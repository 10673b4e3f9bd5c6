// What libp2p needs of a newer Node, for every unit test.

import '../src/base/polyfills.ts'
