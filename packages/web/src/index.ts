/** Where `react-router build` puts the pages: `server/index.js` and the static files under `client/`. */
export const WEB_BUILD = new URL('../build/', import.meta.url);
