import babel from '@rolldown/plugin-babel';
import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin';
import { reactRouter } from '@react-router/dev/vite';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The Lingui macro must be gone before React Router looks at a route's exports: keep this order. */
const macro = babel({ parserOpts: { plugins: ['jsx', 'typescript'] }, presets: [linguiTransformerBabelPreset({}, { cwd: root })] } as Parameters<typeof babel>[0]);

export default defineConfig({
  plugins: [macro, reactRouter(), lingui({ cwd: root, failOnMissing: false, failOnCompileError: true })],
  build: {
    // Fonts stay files (font-src 'self'), never data: texts inside the style sheet.
    assetsInlineLimit: 0,
    // Not `assets`: that is a page.
    assetsDir: 'static',
    // light-dark() and field-sizing are used as they are; older browsers get the light theme and plain selects.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
  },
});
