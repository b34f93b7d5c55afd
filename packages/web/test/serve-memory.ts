/** Serves the built pages with an installation in memory, to look at them: `node packages/web/test/serve-memory.ts 4801 400`. */
import { createServer, loadWebBuild } from '@wardkeep/server';
import { WEB_BUILD } from '../src/index.ts';
import { memoryApp } from './memory-app.ts';

const [port = '4801', assets = '400'] = process.argv.slice(2);
const server = await createServer({ app: memoryApp({ assets: Number(assets) }), webBuild: await loadWebBuild(WEB_BUILD), port: Number(port), logger: { level: 'warn' } });
process.stdout.write(`${assets} assets at ${server.address}\n`);
