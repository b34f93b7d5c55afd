/** Names of what services give away. A name that is not here is shown as it is; null: not for people. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

export const FACT_LABELS: Readonly<Record<string, MessageDescriptor | null>> = {
  calledAe: msg`called AE title`, callingAe: msg`calling AE title`, aeTitles: msg`AE titles`, rejectedCalledAe: msg`refused AE title`, rejectReason: msg`reason of refusal`, rejectSource: null, operations: msg`operations`, sopClasses: msg`kinds of objects`,
  application: msg`application`, facility: msg`facility`, sendingApplication: msg`sending application`, sendingFacility: msg`sending facility`, receivingApplication: msg`receiving application`, receivingFacility: msg`receiving facility`, messageTypes: msg`messages`,
  senders: msg`senders`, receivers: msg`receivers`, version: msg`version`, versions: msg`versions`, fhirVersion: msg`FHIR version`, software: msg`software`, server: msg`server`, auth: msg`sign-in`, realm: msg`protected area`, paths: msg`paths`, methods: msg`methods`, hosts: msg`hosts`,
  userAgents: msg`programs`, topics: msg`topics`, clientIds: msg`client ids`, domain: msg`domain`, workgroup: msg`workgroup`, services: msg`services`, serviceTypes: msg`services`, targets: msg`targets`, types: msg`types`, security: msg`security`, resources: msg`resources`,
  defaultCommunity: msg`default community accepted`, cleartextCredentials: msg`credentials in clear text`, proxy: msg`proxy`, selfSigned: msg`self-signed`, certificateKey: null, issuer: msg`issuer`, instance: msg`instance`, vendorId: msg`vendor number`, productCode: msg`product code`, deviceType: msg`kind of device`,
};
