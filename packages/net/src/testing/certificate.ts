/** A certificate authority and server certificates (RFC 5280, ECDSA P-256) made on the spot, so that tests need no openssl and no key in the repository. */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { bits, explicit, implicit, integer, octets, oid, sequence, set, time, truth, utf8 } from './der.ts';

const DAY_MS = 86_400_000;
const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));

/** PEM, both. */
export interface Identity { readonly certificate: string; readonly key: string }

export interface ServerOptions { readonly names: readonly string[]; /** Default: from yesterday for 30 days. */ readonly validFrom?: number; readonly validTo?: number }

export class CertificateAuthority {
  /** PEM of the authority's own certificate. */
  readonly certificate: string;
  private readonly name: Uint8Array;
  private readonly key: KeyObject;

  constructor(commonName = 'Wardkeep test authority') {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' }), now = Date.now();
    this.key = privateKey;
    this.name = distinguishedName(commonName);
    this.certificate = this.issue(this.name, publicKey, now - DAY_MS, now + 30 * DAY_MS, [
      extension('2.5.29.19', true, sequence(truth())), // basicConstraints: CA
      extension('2.5.29.15', true, bits(Buffer.from([0x06]))), // keyUsage: keyCertSign, cRLSign
    ]);
  }

  server({ names, validFrom = Date.now() - DAY_MS, validTo = Date.now() + 30 * DAY_MS }: ServerOptions): Identity {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const alternatives = names.map((name) => (/^\d+(?:\.\d+){3}$/.test(name) ? implicit(7, Buffer.from(name.split('.').map(Number))) : implicit(2, Buffer.from(name))));
    const certificate = this.issue(distinguishedName(names[0]!), publicKey, validFrom, validTo, [
      extension('2.5.29.17', false, sequence(...alternatives)), // subjectAltName
      extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1'))), // extKeyUsage: serverAuth
    ]);
    return { certificate, key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string };
  }

  private issue(subject: Uint8Array, publicKey: KeyObject, from: number, to: number, extensions: readonly Uint8Array[]): string {
    const serial = randomBytes(8);
    serial[0]! &= 0x7f;
    serial[0]! |= 0x40;
    const body = sequence(explicit(0, integer(2)), integer(serial), ECDSA_SHA256, this.name, sequence(time(from), time(to)), subject, publicKey.export({ type: 'spki', format: 'der' }), explicit(3, sequence(...extensions)));
    const der = Buffer.from(sequence(body, ECDSA_SHA256, bits(sign('sha256', body, this.key))));
    return `-----BEGIN CERTIFICATE-----\n${der.toString('base64').match(/.{1,64}/g)!.join('\n')}\n-----END CERTIFICATE-----\n`;
  }
}

const distinguishedName = (commonName: string): Uint8Array => sequence(set(sequence(oid('2.5.4.3'), utf8(commonName))));
const extension = (id: string, isCritical: boolean, value: Uint8Array): Uint8Array => sequence(oid(id), ...(isCritical ? [truth()] : []), octets(value));
