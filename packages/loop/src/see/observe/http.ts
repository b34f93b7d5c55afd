/**
 * HTTP: servers by what they answer, clients by what they send. The answer says who the server is, even where the start of the conversation
 * was not seen. FHIR, DICOMweb and IPP are HTTP with a media type of their own.
 */
import type { HttpFacts } from '@wardkeep/wire/proto/http-body';
import type { HttpResponse } from '@wardkeep/wire/proto/http';
import { publicName } from '../person.ts';
import type { Observers, Scene } from '../scene.ts';
import { facts, listOf } from './facts.ts';
import { claimServer, claimUserAgent, poweredByProducts } from './product-tokens.ts';
import { publicAgent } from './named.ts';

export const httpObservers: Observers = {
  'http.request': (request, scene) => {
    const { sender, receiver, receiverIp, receiverPort } = scene, basic = request.authorization === 'basic', agent = publicAgent(request.userAgent);
    scene.serve(receiver, 'tcp', receiverPort, { protocol: 'http', attributes: facts({ proxy: request.proxied, cleartextCredentials: basic }) });
    scene.use(sender, 'http', receiverIp, receiverPort, {
      ...facts({
        userAgents: listOf(agent), hosts: hostNames(request.host), fhir: request.application === 'fhir', dicomWeb: request.application === 'dicomweb', resources: listOf(request.resource),
        authorization: listOf(request.authorization),
      }),
      cleartextCredentials: basic,
    });
    scene.sign(sender, 'http.user-agent', agent);
    claimUserAgent(scene, sender, agent, 'http.user-agent');
  },

  'http.response': (said, scene) => {
    const response = { ...said, server: publicAgent(said.server), poweredBy: publicAgent(said.poweredBy) };
    const { sender, receiver, senderIp, senderPort } = scene, { application, challenge } = response, resources = response.status < 400 ? listOf(response.resource) : [];
    scene.serve(sender, 'tcp', senderPort, {
      protocol: 'http', state: 'answered', application: application === 'fhir' || application === 'ipp' ? application : null,
      attributes: facts({
        server: response.server, poweredBy: response.poweredBy, fhir: application === 'fhir', dicomWeb: application === 'dicomweb', soap: application === 'soap',
        resources, auth: challenge ? [challenge.scheme] : givesWithoutAsking(response) ? ['none'] : [],
      }),
    });
    if (application === 'fhir' || application === 'dicomweb') scene.use(receiver, 'http', senderIp, senderPort, facts({ fhir: application === 'fhir', dicomWeb: application === 'dicomweb', resources }));
    signResponse(response, scene);
    claimServer(scene, sender, response.server, 'http.server');
    for (const { name, version } of poweredByProducts(response.poweredBy ?? '')) scene.claim(sender, 'software', version, 'http.powered-by', 'medium', { of: name, confidence: 80 });
    if (application === 'fhir') scene.claim(sender, 'role', 'fhir-server', 'http.content-type', 'medium', { confidence: 80 });
    if (application === 'ipp') scene.claim(sender, 'role', 'printer', 'http.content-type', 'medium', { confidence: 75 }); // print servers speak it too
  },

  'http.title': ({ title }, scene) => { scene.sign(scene.sender, 'http.title', title); },

  'http.facts': (found, scene) => {
    if (found.product === null) observeCapabilities(found, scene);
    else observeProduct(found.product, found.values.version ?? null, scene);
  },

  'http.upgrade': ({ to, subprotocol, response }, scene) => {
    const { sender, receiver } = scene, attributes = facts({ websocket: to === 'websocket', http2: to === 'h2' || to === 'h2c', proxy: to === 'tunnel' });
    if (response) {
      scene.serve(sender, 'tcp', scene.senderPort, { protocol: 'http', state: 'answered', application: subprotocol, attributes });
      scene.use(receiver, 'http', scene.senderIp, scene.senderPort, attributes);
    } else {
      scene.serve(receiver, 'tcp', scene.receiverPort, { protocol: 'http', attributes });
      scene.use(sender, 'http', scene.receiverIp, scene.receiverPort, attributes);
    }
  },
};

/** Data, not a page, came for a request without credentials. */
function givesWithoutAsking(response: HttpResponse): boolean {
  const isData = response.application === 'fhir' || response.application === 'dicomweb' || (response.contentType?.endsWith('json') ?? false);
  return response.anonymous === true && response.status >= 200 && response.status < 300 && isData;
}

function signResponse(response: HttpResponse, scene: Scene): void {
  const { sender } = scene, { challenge, path } = response;
  scene.sign(sender, 'http.server', response.server);
  scene.sign(sender, 'http.powered-by', response.poweredBy);
  if (challenge) scene.sign(sender, 'http.authenticate', `${challenge.scheme[0]!.toUpperCase()}${challenge.scheme.slice(1)}${challenge.realm === null ? '' : ` realm="${challenge.realm}"`}`);
  const exists = (response.status >= 200 && response.status < 300) || response.status === 401 || response.status === 403;
  if (exists && path !== null && /[a-z]/i.test(path)) scene.sign(sender, 'http.path', path);
}

/** The name of a host asked for, without its port; addresses say nothing, names of people are hidden. */
function hostNames(host: string | null): readonly string[] {
  const name = host?.replace(/:\d+$/, '') ?? '';
  return /[a-z]/.test(name) && !name.startsWith('[') ? listOf(publicName(name).name) : [];
}

function observeProduct(product: string, version: string | null, scene: Scene): void {
  const { sender } = scene;
  scene.serve(sender, 'tcp', scene.senderPort, { protocol: 'http', state: 'answered', application: product });
  scene.claim(sender, 'software', version ?? '', 'http.body-version', 'strong', { of: product });
  scene.sign(sender, 'http.body-version', version === null ? product : `${product} ${version}`);
}

/** FHIR CapabilityStatement.software and .implementation (R4, 2.21). */
function observeCapabilities({ values }: HttpFacts, scene: Scene): void {
  const { sender } = scene, { name, version, implementation, fhirVersion } = values;
  scene.serve(sender, 'tcp', scene.senderPort, {
    protocol: 'http', state: 'answered', application: 'fhir', attributes: facts({ fhir: true, fhirVersion, software: name === undefined ? null : version === undefined ? name : `${name} ${version}` }),
  });
  if (name !== undefined) {
    scene.claim(sender, 'software', version ?? '', 'fhir.software', 'strong', { of: name });
    scene.sign(sender, 'fhir.software', version === undefined ? name : `${name} ${version}`);
  }
  scene.sign(sender, 'fhir.implementation', implementation ?? null);
  scene.claim(sender, 'role', 'fhir-server', 'fhir.software', 'strong', { confidence: 85 });
}
