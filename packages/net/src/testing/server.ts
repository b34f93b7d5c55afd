/** A real HTTPS server and a real CONNECT proxy on loopback, for tests. Every name leads to the server through the proxy. */
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import type { Identity } from './certificate.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface TestServer { readonly port: number; /** `host/path` of each request, in order. */ readonly requests: string[]; readonly headers: IncomingMessage['headers'][]; close(): Promise<void> }

export async function startServer({ certificate, key }: Identity, handler: Handler): Promise<TestServer> {
  const requests: string[] = [], headers: IncomingMessage['headers'][] = [];
  const server = createServer({ cert: certificate, key }, (request, response) => {
    requests.push(`${request.headers.host}${request.url}`);
    headers.push(request.headers);
    handler(request, response);
  });
  return { ...await listen(server), requests, headers };
}

export interface TestProxy { readonly url: string; /** `host:port` of each CONNECT. */ readonly connects: string[]; readonly authorizations: (string | undefined)[]; close(): Promise<void> }

/** Tunnels every CONNECT to `port` on loopback; `refuse` answers 403 instead. */
export async function startProxy(port: number, { refuse = false } = {}): Promise<TestProxy> {
  const connects: string[] = [], authorizations: (string | undefined)[] = [], server = createHttpServer();
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    connects.push(request.url ?? '');
    authorizations.push(request.headers['proxy-authorization']);
    socket.on('error', () => { /* the client went away */ });
    if (refuse) { socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n'); return; }
    const target = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.pipe(socket);
      socket.pipe(target);
    });
    target.on('error', () => { socket.destroy(); });
    socket.on('close', () => { target.destroy(); });
  });
  const { port: own, close } = await listen(server);
  return { url: `http://127.0.0.1:${own}`, connects, authorizations, close };
}

async function listen(server: Server): Promise<{ readonly port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => { sockets.add(socket); socket.on('close', () => { sockets.delete(socket); }); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const close = () => new Promise<void>((resolve) => { server.close(() => { resolve(); }); for (const socket of sockets) socket.destroy(); });
  return { port: (server.address() as AddressInfo).port, close };
}
