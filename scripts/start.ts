/** `npm start`: builds the pages when their sources changed, then serves with the example region. */
import { buildWeb } from './web-build.ts';

await buildWeb();
process.argv.splice(2, process.argv.length, 'serve', '--example', ...process.argv.slice(2));
await import('../packages/cli/src/main.ts');
