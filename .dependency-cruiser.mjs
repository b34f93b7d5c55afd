/** The walls of the house (docs/ARCHITECTURE.md). Each rule says why it stands. */
const PURE = '^packages/(model|wire|formats|loop)/src';
const only = (name, from, allowed, comment) => ({
  name, severity: 'error', comment,
  from: { path: `^packages/${from}/src` },
  to: { path: '^packages/', pathNot: [`^packages/(${[from, ...allowed].join('|')})/`] },
});

export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', comment: 'A circle means that two files are one idea.', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'no-unresolved', severity: 'error', comment: 'Every import must exist.', from: {}, to: { couldNotResolve: true, pathNot: ['^virtual:', '\\.po$', '^\\./\\+types/'] } },
    { name: 'pure-no-node', severity: 'error', comment: 'Pure packages run anywhere: no Node.js modules.', from: { path: PURE, pathNot: '\\.test\\.ts$' }, to: { dependencyTypes: ['core'] } },
    only('model-alone', 'model', [], 'The twin knows nobody.'),
    only('wire-needs-model-only', 'wire', ['model'], 'Dissectors know addresses and protocol names (docs/adr/0002), nothing else.'),
    only('formats-needs-model-only', 'formats', ['model'], 'Documents become model types.'),
    only('loop-is-pure', 'loop', ['model', 'wire', 'formats'], 'Stages know types and readers.'),
    only('store-needs-model-only', 'store', ['model'], 'SQL knows no use case.'),
    only('io-below-app', 'io', ['model', 'wire', 'formats', 'loop'], 'Files know no database.'),
    only('net-below-app', 'net', ['model', 'wire', 'formats'], 'Sockets know no database.'),
    only('app-below-server', 'app', ['model', 'wire', 'formats', 'loop', 'store', 'io', 'net'], 'Use cases know no HTTP.'),
    only('server-needs-app', 'server', ['model', 'app'], 'HTTP speaks to use cases only.'),
    { name: 'web-is-dom', severity: 'error', comment: 'Pages take types from app and server, and run the simulation; nothing else.', from: { path: '^packages/web/(src|app)' }, to: { path: '^packages/(wire|formats|store|net|io|cli)/' } },
    { name: 'web-types-only', severity: 'error', comment: 'At run time pages get their services through the request context.', from: { path: '^packages/web/(src|app)' }, to: { path: '^packages/(app|server)/', dependencyTypesNot: ['type-only'] } },
    { name: 'stages-apart', severity: 'error', comment: 'Stages never import each other; app and cli chain them.', from: { path: '^packages/loop/src/([^/]+)/' }, to: { path: '^packages/loop/src/([^/]+)/', pathNot: '^packages/loop/src/$1/' } },
    { name: 'store-by-its-door', severity: 'error', comment: 'Outside the store there are Tx, transactions and named queries; never the engine, the raw tables or the migrations.', from: { pathNot: '^packages/store/' }, to: { path: '^packages/store/src/(tables|engine|selfcheck|migrate|migrations)', dependencyTypesNot: ['type-only'] } },
    { name: 'sql-in-store', severity: 'error', comment: 'Nobody but the store writes SQL.', from: { pathNot: '^packages/store/' }, to: { path: 'node_modules/(kysely|pg|@electric-sql)/', dependencyTypesNot: ['type-only'] } },
    { name: 'sockets-in-net', severity: 'error', comment: 'Nothing but net (and the store, its database) opens a socket out.', from: { path: '^packages/(model|wire|formats|loop|io|app|cli)/src', pathNot: '\\.test\\.ts$' }, to: { path: '^(net|tls|dgram|http|https|http2|undici)$', dependencyTypes: ['core'] } },
    { name: 'sensor-is-light', severity: 'error', comment: 'The see command carries no database and no server (that it loads no zod either is a test: cli/test/light.test.ts).', from: { path: '^packages/cli/src/see' }, to: { path: '^packages/(app|store|server)/', reachable: true } },
  ],
  options: {
    tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.node.json' }, doNotFollow: { path: 'node_modules' },
    exclude: { path: '(\\.test\\.ts$|/build/|\\.react-router)' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
};
