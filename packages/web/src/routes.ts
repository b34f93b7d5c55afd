import { index, route, type RouteConfig } from '@react-router/dev/routes';

export default [
  index('routes/start.tsx'),
  route('capture/guide', 'routes/guide.tsx'),
  route('import/capture', 'routes/import-capture.tsx'),
  route('import/list', 'routes/import-list.tsx'),
  route('imports', 'routes/imports.tsx'),
  route('imports/:id', 'routes/import.tsx'),
  route('overview', 'routes/overview.tsx'),
  route('assets', 'routes/assets.tsx'),
  route('assets/merge', 'routes/merge.tsx'),
  route('assets/undo', 'routes/undo.ts'),
  route('assets/:id', 'routes/asset.tsx'),
  route('traffic', 'routes/traffic.tsx'),
  route('quality', 'routes/quality.tsx'),
  route('lang', 'routes/lang.ts'),
  route('theme', 'routes/theme.ts'),
  route('*', 'routes/missing.tsx'),
] satisfies RouteConfig;
