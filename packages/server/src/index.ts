export { createServer, type ServerOptions, type WardkeepServer } from './server.ts';
export { loadWebBuild, type WebBuild } from './web-build.ts';
