/**
 * Words for care at risk and for SSVC. Shares, probabilities, hours and days come in as text in the reader's own notation (`careWords` in parts/care-why.tsx);
 * counts come in as numbers.
 */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { CARE_FACTORS, CARE_WHYS, CareKind, Provenance, READ_AS, SSVC_POINTS, SSVC_WHYS, SsvcDecision, SsvcPriority } from '@wardkeep/model';

type Words<K extends string> = Readonly<Record<K, MessageDescriptor>>;

export const CARE_KIND_LABELS: Words<CareKind> = {
  'emergency-department': msg`Emergency department`, 'intensive-care': msg`Intensive care`, 'inpatient-ward': msg`Inpatient ward`, maternity: msg`Maternity`, 'blood-bank': msg`Blood bank`, 'urgent-laboratory': msg`Urgent laboratory`, 'routine-laboratory': msg`Routine laboratory`,
  telestroke: msg`Telestroke`, dispatch: msg`Ambulance dispatch`, 'urgent-surgery': msg`Urgent surgery`, 'elective-surgery': msg`Planned surgery`, outpatients: msg`Outpatients`, imaging: msg`Imaging`, radiotherapy: msg`Radiotherapy service`, dialysis: msg`Dialysis service`,
  pharmacy: msg`Pharmacy`, 'day-hospital': msg`Day hospital`, 'primary-care': msg`Primary care`, 'social-care-home': msg`Care home`, other: msg`Other care`,
};

export const CARE_FACTOR_LABELS: Words<(typeof CARE_FACTORS)[number]> = {
  use: msg`Used within 30 days`, exposure: msg`Attacker gets there`, reliance: msg`Depends on this device`, 'planned-hours': msg`Planned a week`, 'without-fallback': msg`Stops without it`, 'restore-weeks': msg`Time to restore`,
};

export const CARE_WHY_LABELS: Words<(typeof CARE_WHYS)[number]> = {
  'use-kev': msg({ message: '{id} is known to be exploited (KEV); of such vulnerabilities {value} are used within 30 days.' }), 'use-kev-ransomware': msg({ message: '{id} is known to be used by ransomware (KEV); of such vulnerabilities {value} are used within 30 days.' }),
  'use-kev-epss': msg({ message: '{id} is known to be exploited (KEV), and EPSS expects more: {probability}.' }), 'use-epss': msg({ message: 'EPSS expects {id} to be used: {probability}.' }),
  'use-unknown': msg({ message: 'No EPSS value exists for {id}: not known. Counted with what holds for vulnerabilities in general: {value}.' }), 'use-unknown-exploit-public': msg({ message: 'No EPSS value exists for {id}: not known. An exploit is public; counted with what holds for such: {value}.' }),
  'use-others': msg({ message: '{count, plural, one {# more vulnerability was counted.} other {# more vulnerabilities were counted.}}' }), 'use-combined': msg({ message: '{count, plural, one {# vulnerability} other {# vulnerabilities}} together: that any of them is used. Without an EPSS value: {unknown}.' }),
  'exposure-internet': msg`Reached from any address in the internet.`, 'exposure-flat': msg`Other zones were seen to reach it.`, 'exposure-segmented': msg`A border around its zone is enforced.`, 'exposure-unknown': msg`Nobody has said whether its zone is cut off.`,
  'exposure-local': msg`The attacker needs an account on the device, or must run code on it.`, 'exposure-physical': msg`Somebody must touch the device.`, 'exposure-no-vector': msg`The advisory gives no CVSS vector, so the way in is not known.`,
  'exposure-services-seen': msg({ message: '{count, plural, one {# service of it was seen} other {# services of it were seen}}: {services}.' }), 'exposure-no-service-seen': msg`No service of it was seen; that proves nothing.`,
  'reliance-only': msg`It is the only device that serves this.`, 'reliance-shared': msg({ message: '{members, plural, one {# device serves} other {# devices serve}} this; {lost} of them are named by the same advisory.' }), 'reliance-alternative': msg({ message: 'Enough others remain: {members, plural, one {# device serves} other {# devices serve}} this, {lost} of them are named by the same advisory.' }),
  'planned-hours': msg({ message: '{service}: {hours} of care are planned a week.' }), 'without-fallback': msg({ message: '{service}: {fallback} of the care goes on by hand or elsewhere.' }),
  'restore-device-fix': msg({ message: 'A device with a fix: {days}.' }), 'restore-device-no-fix': msg({ message: 'A device without a fix, it waits for its maker: {days}.' }), 'restore-server-fix': msg({ message: 'A server with a fix: {days}.' }),
  'restore-server-no-fix': msg({ message: 'A server without a fix, it is rebuilt: {days}.' }), 'restore-endpoint': msg({ message: 'A desktop is replaced: {days}.' }),
  'no-service-named': msg`No care service names this device.`, 'need-unknown': msg`It is medical, and nobody has said which care needs it: that is not the same as none.`,
};

export const PROVENANCE_LABELS: Words<Provenance['kind']> = { assumed: msg`assumed`, published: msg`published`, institution: msg`your hospital says so`, observed: msg`seen on the network`, feed: msg`feed` };
export const READ_AS_LABELS: Words<(typeof READ_AS)[number]> = { primary: msg`read in the original`, abstract: msg`read in its abstract`, secondary: msg`read in a retelling`, computed: msg`computed from it` };
export const RANGE_LABELS: Words<'source' | 'computed' | 'ours'> = { source: msg`range by the source`, computed: msg`range computed`, ours: msg`range is ours` };
export const FEED_NAMES = { kev: 'KEV', epss: 'EPSS', cvss: 'CVSS' } as const;

export const SEVERITY_LABELS: Words<'none' | 'low' | 'medium' | 'high' | 'critical'> = {
  none: msg({ message: 'none', context: 'severity' }), low: msg({ message: 'low', context: 'severity' }), medium: msg({ message: 'medium', context: 'severity' }), high: msg({ message: 'high', context: 'severity' }), critical: msg({ message: 'critical', context: 'severity' }),
};
/** CVSS 3.1, section 5: the bands of the qualitative scale; 4.0 keeps them. */
export const severityOf = (score: number): 'none' | 'low' | 'medium' | 'high' | 'critical' => score >= 9 ? 'critical' : score >= 7 ? 'high' : score >= 4 ? 'medium' : score > 0 ? 'low' : 'none';

/** CISA's outcomes keep their English names in brackets: reports and other tools use them. */
export const SSVC_DECISION_LABELS: Words<SsvcDecision> = { track: msg`Watch (track)`, 'track*': msg`Watch closely (track*)`, attend: msg`Act sooner than usual (attend)`, act: msg`Act at once (act)` };
export const SSVC_PRIORITY_LABELS: Words<SsvcPriority> = { defer: msg`Not now (defer)`, scheduled: msg`At the next planned date (scheduled)`, 'out-of-cycle': msg`Before the next planned date (out-of-cycle)`, immediate: msg`Immediately (immediate)` };
export const SSVC_POINT_LABELS: Words<(typeof SSVC_POINTS)[number]> = {
  exploitation: msg`Exploitation`, automatable: msg`Automatable`, 'technical-impact': msg`Technical impact`, 'mission-prevalence': msg`Care depends on it`, 'public-well-being': msg`Harm to patients`, 'mission-and-well-being': msg`Care and patients together`, 'system-exposure': msg`Exposure of the system`,
  'safety-impact': msg`Impact on safety`, 'mission-impact': msg`Impact on care`, 'human-impact': msg`Impact on people`,
};
/** Values of all decision points: the English terms of the standard, in words. */
export const SSVC_VALUE_LABELS: Readonly<Record<string, MessageDescriptor>> = {
  none: msg`none`, 'public poc': msg`proof of concept is public`, active: msg`in use`, no: msg`no`, yes: msg`yes`, partial: msg`partial`, total: msg`total`, minimal: msg`minimal`, support: msg`supporting`, essential: msg`essential`, material: msg`considerable`, irreversible: msg`irreversible`,
  low: msg`low`, medium: msg`medium`, high: msg`high`, 'very high': msg`very high`, small: msg`small`, controlled: msg`controlled`, open: msg`open`, negligible: msg`negligible`, marginal: msg`marginal`, critical: msg`critical`, catastrophic: msg`catastrophic`,
  degraded: msg`degraded`, 'mef support crippled': msg`a service is hampered`, 'mef failure': msg`a service fails`, 'mission failure': msg`care as a whole fails`,
};
export const SSVC_WHY_LABELS: Words<(typeof SSVC_WHYS)[number]> = {
  'ssvc-kev': msg({ message: '{id} is in the list of known exploited vulnerabilities (KEV).' }), 'ssvc-published': msg({ message: 'CISA published it with the record: {id}.' }), 'ssvc-vector': msg({ message: 'Read from the CVSS vector: {id}.' }), 'ssvc-exploit-public': msg({ message: 'An exploit is public: {id}.' }),
  'ssvc-no-evidence': msg`No evidence of use was found; that is no proof.`, 'ssvc-no-vector': msg`There is no CVSS vector; the worse value is assumed.`, 'ssvc-safety': msg({ message: '{service}: {stopped} of it stops, and an hour without it weighs {weight}.' }),
  'ssvc-mission': msg({ message: '{services, plural, one {# service needs it} other {# services need it}}, {failing} of them fail; they hold {share} of all planned care.' }), 'ssvc-needed': msg({ message: 'Stops in part without it: {services}.' }), 'ssvc-alternative': msg({ message: 'Goes on by other means: {services}.' }),
  'ssvc-need-unknown': msg`Nobody has said which care needs it; it is not taken for unimportant.`, 'ssvc-no-service': msg`No care service names this device.`, 'ssvc-exposure-vector': msg`The attacker needs an account or a hand on the device.`, 'ssvc-exposure-internet': msg`Reached from the internet.`,
  'ssvc-exposure-segmented': msg`A border around its zone is enforced.`, 'ssvc-exposure-flat': msg`Other zones were seen to reach it.`, 'ssvc-exposure-unknown': msg`Nobody has said whether its zone is cut off.`, 'ssvc-from-safety': msg`Follows from the impact on safety.`, 'ssvc-table': msg`Read from the published decision table.`,
};
