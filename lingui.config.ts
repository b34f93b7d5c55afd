/** Message catalogs of the pages. English is written in the source; Spanish and Hungarian are written in the catalogs beside it. */
import { defineConfig } from '@lingui/conf';
import { formatter } from '@lingui/format-po';

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'es', 'hu'],
  catalogs: [{ path: '<rootDir>/packages/web/src/locales/{locale}/messages', include: ['<rootDir>/packages/web/src'] }],
  format: formatter({ lineNumbers: false }),
  orderBy: 'origin',
});
