/** The rules, the roles of HL7 senders and the register of makers, loaded once a process. */
import type { Knowledge, Reading } from '@wardkeep/loop/see/witness';
import type { Role } from '@wardkeep/model/role';
import { loadOui } from './oui.ts';
import { loadRules } from './rules.ts';

/** A maker whose connected products are one kind of thing hints at that thing, and no more: the prefix names the maker of the network module. */
const TYPICAL_CONFIDENCE = 35;

let loaded: Knowledge | null = null;

export function knowledge(): Knowledge { return (loaded ??= load()); }

function load(): Knowledge {
  const { book, vendors, hl7Roles } = loadRules(), oui = loadOui();
  const bySender = new Map<string, readonly Reading[]>(hl7Roles.filter((entry) => entry.role !== null).map((entry) => [entry.type, [role(entry.role!, entry.confidence)]]));
  const typical = new Map<string, readonly Reading[]>(vendors.filter((vendor) => vendor.medical && vendor.roles.length === 1).map((vendor) => [vendor.vendor, [role(vendor.roles[0]!, TYPICAL_CONFIDENCE)]]));
  const makers = new Map<string, string | null>();
  return {
    read: (signal, text) => (signal === 'hl7.message-type' ? bySender.get(text.split('^')[0]!) ?? [] : book.read(signal, text)),
    makerOf: (mac) => {
      const prefix = mac.slice(0, 13);
      let maker = makers.get(prefix);
      if (maker === undefined) {
        maker = oui.lookup(mac)?.organisation ?? null;
        if (makers.size < 65536) makers.set(prefix, maker);
      }
      return maker;
    },
    typicalOf: (vendor) => typical.get(vendor) ?? [],
  };
}

const role = (value: Role, confidence: number): Reading => ({ attribute: 'role', value, of: null, weight: confidence >= 60 ? 'medium' : 'weak', confidence });
