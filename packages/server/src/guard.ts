/**
 * Who may talk to this server while there is no sign-in: programs and browsers of this machine.
 * The Host header keeps out names that were pointed at loopback (DNS rebinding); Origin keeps out forms and scripts of other pages (CSRF).
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sendProblem, type Problem } from './problem.ts';

export const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'] as const;
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** `names` without a port are allowed at the server's own port; `name:port` is allowed as it is (a tunnel, a published container port). */
export function isAllowedHost(host: string | undefined, names: readonly string[], ownPort: number): boolean {
  if (!host || host.length > 255) return false;
  const given = host.toLowerCase();
  return names.some((name) => /:\d+$/.test(name) ? given === name : given === `${name}:${ownPort}` || (ownPort === 80 && given === name));
}

/**
 * True when an unsafe request comes from a page of ours. Browsers always send Origin or Sec-Fetch-Site with a POST, so a request with
 * neither (and no Referer) is refused; programs send `Origin` themselves.
 */
export function isOwnRequest(headers: FastifyRequest['headers']): boolean {
  const { origin, referer, host } = headers, site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  const source = origin ?? referer;
  return source === undefined ? site === 'same-origin' : hostOf(source) === host?.toLowerCase();
}

function hostOf(address: string): string | null { return URL.canParse(address) ? new URL(address).host.toLowerCase() : null; }

export function guard(server: FastifyInstance, allowedHosts: readonly string[]): void {
  const names = allowedHosts.map((name) => name.toLowerCase());
  server.addHook('onRequest', async (request, reply) => {
    const { host } = request.headers;
    if (!isAllowedHost(host, names, request.socket.localPort ?? 0)) return sendProblem(reply, refusal(request, 421, 'Misdirected Request', 'unknown-host',
      `This server answers to ${names.join(', ')} at its own port, not to "${(host ?? '').slice(0, 255)}".`));
    if (!SAFE_METHODS.has(request.method) && !isOwnRequest(request.headers)) return sendProblem(reply, refusal(request, 403, 'Forbidden', 'foreign-origin',
      `Changes are taken from pages of this server only. Programs send the header "Origin: http://${host}".`));
    return undefined;
  });
}

const refusal = (request: FastifyRequest, status: number, title: string, code: string, detail: string): Problem =>
  ({ type: 'about:blank', title, status, code, detail, reference: request.id });
