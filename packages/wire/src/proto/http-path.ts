/**
 * What may be said of a request's target: no query, no fragment, no credentials, and only segments that are words of well-known
 * applications. Every other segment becomes `*`, since it may be the name or the number of a patient: `/fhir/Patient/*`.
 */
import { FHIR_RESOURCE_TYPES } from './fhir.ts';

export interface HttpPath {
  /** At most four segments, `/` for the root, `*` for no path (CONNECT, OPTIONS *). */
  readonly shown: string;
  /** Lower-case segments as sent, at most eight; to be compared, never to be kept. */
  readonly segments: readonly string[];
  readonly fhir: boolean;
  readonly dicomWeb: boolean;
  /** FHIR resource type: the first segment that is one. Means something only when the conversation is FHIR. */
  readonly resource: string | null;
  /** The absolute form (RFC 9112, 3.2.2): the receiver is a proxy. */
  readonly proxied: boolean;
}

const DEPTH = 4, SEGMENTS = 8;

/** Words of web applications, medical and other, that name software and nobody. Lower case. */
const WORDS: ReadonlySet<string> = new Set(`
  fhir fhir-server hapi-fhir-jpaserver metadata smart-configuration baser4 baser5 basedstu2 basedstu3 r2 r3 r4 r4b r5 stu3 dstu2 openmrs openemr openehr ehrbase ehr composition
  dicom-web dicomweb dicom wado wado-rs wado-uri qido-rs stow-rs studies series instances frames rendered thumbnail bulkdata aets rs dcm4chee-arc dcm4chee-arc-ui2 weasis
  weasis-pacs-connector ohif viewer stone-webviewer osimis-viewer orthanc-explorer-2 oe2 orthanc system statistics plugins modalities patients changes tools jobs peers explorer.html pacs
  mirth webadmin ipp print printers openapi.json swagger swagger-ui api-docs rest api app apps ui web www v1 v2 v3 v4 services service ws soap rpc json-rpc jsonrpc graphql ws-discovery
  onvif device_service media_service isapi axis-cgi cgi-bin luci web-gui webui home index.html index.htm index.php index.jsp index.asp default.aspx default.asp default.htm login login.html login.htm login.php
  login.jsp login.aspx login.cgi signin logon logon.aspx logon.html auth oauth oauth2 token authorize saml sso openid-connect .well-known main.html main.htm start.html home.html console manager html status
  server-status health healthz ready metrics ping version info about admin administrator dashboard portal static assets public css js img images fonts favicon.ico robots.txt
  owa ews autodiscover rpc certsrv crl ocsp wsus selfupdate simpleauthwebservice reportingwebservice clientwebservice autoupdate update updates download dav webdav remote.php nextcloud owncloud
  wp-login.php wp-admin wp-content phpmyadmin jenkins gitlab grafana kibana prometheus zabbix nagios redfish sdk vsphere-client hpdiagnostics hp device deviceinfo tr64 rootdesc.xml description.xml
  wsman powershell mqtt websocket socket.io eventsource events subscribe notifications stateevent set get containmenttree localizationservice`.trim().split(/\s+/));

const DICOM_WEB: ReadonlySet<string> = new Set(['dicom-web', 'dicomweb', 'wado', 'wado-rs', 'wado-uri', 'qido-rs', 'stow-rs']);

/** Reads a request target (RFC 9112, 3.2). */
export function readPath(target: string): HttpPath {
  let from = 0;
  const proxied = /^https?:\/\//i.test(target);
  if (proxied) from = target.indexOf('/', 8);
  let stop = 0;
  while (stop < target.length && !'?#;'.includes(target[stop]!)) stop++;
  if (from < 0 || (target[from] !== '/' && from < stop)) return { shown: proxied ? '/' : '*', segments: [], fhir: false, dicomWeb: false, resource: null, proxied };
  const segments: string[] = [], shown: string[] = [];
  let resource: string | null = null, dicomWeb = false, fhir = false;
  for (const segment of target.slice(from, stop).split('/', SEGMENTS + 2)) {
    if (segment === '' || segments.length >= SEGMENTS) continue;
    const lower = segment.toLowerCase(), isType = FHIR_RESOURCE_TYPES.has(segment);
    if (isType && resource === null) resource = segment;
    if (DICOM_WEB.has(lower)) dicomWeb = true;
    // dcm4chee: /aets/{AE title}/rs/studies
    if (lower === 'rs' && segments.at(-2) === 'aets') dicomWeb = true;
    if (isType && segments.includes('fhir')) fhir = true;
    segments.push(lower);
    if (shown.length < DEPTH) shown.push(isType ? segment : WORDS.has(lower) ? lower : '*');
  }
  if (segments.at(-1) === 'metadata' && segments.includes('fhir')) fhir = true;
  return { shown: `/${shown.join('/')}`, segments, fhir, dicomWeb, resource, proxied };
}

/** Pages whose title names the application and not what a person looks at: the root, and pages to start or to sign in. */
export function isEntryPage(path: HttpPath): boolean {
  const last = path.segments.at(-1);
  if (last === undefined) return path.shown === '/';
  if (path.segments.length > 3) return false;
  return /^(index|default|login|logon|signin|home|main|start|explorer)(\.[a-z]{2,5})?$/.test(last) || last === 'app' || last === 'ui' || last === 'admin' || last === 'portal';
}
