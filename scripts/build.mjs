// Bundles the command line (dist/cli, split by command so that --help loads little) and the programs that run in containers
// (dist/programs, one file each). Types are checked by `tsc -b` before.
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

// dockerode's ssh and BuildKit support is never used; without it the bundles shrink by 3 MB and no native module is looked for. Nor are mailparser's
// links, which need all top-level domains, and its older Japanese character sets: together 2 MiB of the inbox' memory.
const UNUSED = /^(ssh2|@grpc\/grpc-js|@grpc\/proto-loader|protobufjs|react-devtools-core|tlds|encoding-japanese)$/;
const withoutUnused = {
  name: 'without-unused',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: UNUSED }, ({ path }) => ({ path, namespace: 'unused' }));
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {};', loader: 'js' }));
  },
};

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'linked',
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  plugins: [withoutUnused],
  logLevel: 'warning',
};

const programs = ['stack/services', 'scenarios/agents'].flatMap((room) =>
  readdirSync(room, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(`${room}/${entry.name}/main.ts`))
    .map((entry) => ({ in: `${room}/${entry.name}/main.ts`, out: entry.name })),
);

// Built beside and swapped at the end: a build that fails leaves what works.
const next = `dist/.next-${process.pid}`;
await Promise.all([
  build({
    ...common,
    format: 'cjs',
    entryPoints: programs,
    outdir: `${next}/programs`,
    outExtension: { '.js': '.cjs' },
    minifySyntax: true,
  }),
  build({
    ...common,
    format: 'esm',
    splitting: true,
    entryPoints: ['cli/main.ts'],
    outdir: `${next}/cli`,
    chunkNames: 'chunks/[name]-[hash]',
    // CommonJS dependencies call require; ES modules have none.
    banner: {
      js: "import { createRequire as supopsRequire } from 'node:module'; const require = supopsRequire(import.meta.url);",
    },
  }),
])
  .then(() => {
    for (const folder of ['cli', 'programs']) {
      rmSync(`dist/${folder}`, { recursive: true, force: true });
      renameSync(`${next}/${folder}`, `dist/${folder}`);
    }
  })
  .finally(() => rmSync(next, { recursive: true, force: true }));
