/** `wardkeep feeds`: advisories from their publishers into a folder, without a database; bundles of it for closed networks. */
import { EXIT } from './exit.ts';

const USAGE = `Usage: wardkeep feeds <sync|bundle|import|list> [options]

  sync      brings a folder up to date: only what is new or changed is fetched, hash and signature are checked
  bundle    writes the folder as one file for a closed network
  import    reads such a file into a folder, all of it or nothing
  list      the public feeds that are known by name; contacts nobody

wardkeep feeds sync --feed cisa --kev --epss && wardkeep assess --inventory devices.csv --advisories advisories
wardkeep feeds <command> --help says more. A stopped or killed run goes on the next time.
`;

export async function run(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  switch (name) {
    case 'sync': return (await import('./feeds-sync.ts')).run(rest);
    case 'bundle': return (await import('./feeds-bundle.ts')).runBundle(rest);
    case 'import': return (await import('./feeds-bundle.ts')).runImport(rest);
    case 'list': return list();
    case undefined: process.stdout.write(USAGE); return EXIT.usage;
    case '--help': case '-h': process.stdout.write(USAGE); return EXIT.ok;
    default: process.stderr.write(`wardkeep feeds: there is no command "${name}". Expected sync, bundle, import or list.\n`); return EXIT.usage;
  }
}

async function list(): Promise<number> {
  const { knownFeeds } = await import('@wardkeep/io/feeds/known');
  for (const { id, name, url } of knownFeeds()) process.stdout.write(`${id.padEnd(12)}${name}\n${' '.repeat(12)}${url}\n`);
  return EXIT.ok;
}
