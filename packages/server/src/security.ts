/** Headers of every answer. Scripts run only with the nonce of this very answer; nothing is loaded from another host. */
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';

const nonces = new WeakMap<object, string>();

/** The nonce of an answer: made once, 128 bits. */
export function nonceOf(response: object): string {
  let nonce = nonces.get(response);
  if (!nonce) nonces.set(response, nonce = randomBytes(16).toString('base64'));
  return nonce;
}

export async function secure(server: FastifyInstance): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"], scriptSrc: [(_request: object, response: ServerResponse) => `'nonce-${nonceOf(response)}'`], styleSrc: ["'self'"], imgSrc: ["'self'"], fontSrc: ["'self'"],
        connectSrc: ["'self'"], formAction: ["'self'"], baseUri: ["'none'"], frameAncestors: ["'none'"], manifestSrc: ["'self'"],
      },
    },
    // Under `no-referrer` browsers send `Origin: null` with forms, and our own would be refused.
    referrerPolicy: { policy: 'same-origin' },
    // Plain HTTP on loopback: there is nothing to upgrade to.
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
  });
  server.addHook('onSend', async (_request, reply) => {
    reply.header('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), bluetooth=()');
  });
}
