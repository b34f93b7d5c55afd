/** The metrics of each CVSS version: in the order of the specification, with their values. */

export type CvssVersion = '2.0' | '3.0' | '3.1' | '4.0';

export interface Metric {
  readonly name: string;
  readonly values: readonly string[];
  /** Base metrics must be there; the rest may be left out, which is the same as the value `X` (4.0, 3.x) or `ND` (2.0). */
  readonly group: 'base' | 'threat' | 'environmental' | 'supplemental';
}

export interface CvssRules {
  readonly prefix: string;
  readonly metrics: readonly Metric[];
  /** The value of a metric that is not defined. */
  readonly undefined: string;
  /** Whether the order of the metrics is fixed. */
  readonly ordered: boolean;
}

/** `AV:NALP AC:LH` → metrics; values of more than one letter are separated by commas. */
const list = (group: Metric['group'], text: string): readonly Metric[] => text.split(' ').map((one) => {
  const [name = '', values = ''] = one.split(':');
  return { name, values: values.includes(',') ? values.split(',') : [...values], group };
});

/** CVSS v2 guide, 2.4, table 13: "the vector lists these metrics in a predetermined order". */
const V2: CvssRules = {
  prefix: '', undefined: 'ND', ordered: true,
  metrics: [
    ...list('base', 'AV:LAN AC:HML Au:MSN C:NPC I:NPC A:NPC'), ...list('threat', 'E:U,POC,F,H,ND RL:OF,TF,W,U,ND RC:UC,UR,C,ND'),
    ...list('environmental', 'CDP:N,L,LM,MH,H,ND TD:N,L,M,H,ND CR:L,M,H,ND IR:L,M,H,ND AR:L,M,H,ND'),
  ],
};

/** CVSS v3.1 specification, 6: "metrics may be specified in any order". The same in 3.0. */
const V3 = (prefix: string): CvssRules => ({
  prefix, undefined: 'X', ordered: false,
  metrics: [
    ...list('base', 'AV:NALP AC:LH PR:NLH UI:NR S:UC C:NLH I:NLH A:NLH'), ...list('threat', 'E:XUPFH RL:XOTWU RC:XURC'),
    ...list('environmental', 'CR:XLMH IR:XLMH AR:XLMH MAV:XNALP MAC:XLH MPR:XNLH MUI:XNR MS:XUC MC:XNLH MI:XNLH MA:XNLH'),
  ],
});

/** CVSS v4.0 specification, 7, table 23: "in the order shown; every other ordering is invalid". */
const V4: CvssRules = {
  prefix: 'CVSS:4.0', undefined: 'X', ordered: true,
  metrics: [
    ...list('base', 'AV:NALP AC:LH AT:NP PR:NLH UI:NPA VC:HLN VI:HLN VA:HLN SC:HLN SI:HLN SA:HLN'), ...list('threat', 'E:XAPU'),
    ...list('environmental', 'CR:XHML IR:XHML AR:XHML MAV:XNALP MAC:XLH MAT:XNP MPR:XNLH MUI:XNPA MVC:XHLN MVI:XHLN MVA:XHLN MSC:XHLN MSI:XSHLN MSA:XSHLN'),
    ...list('supplemental', 'S:XNP AU:XNY R:XAUI V:XDC RE:XLMH U:X,Clear,Green,Amber,Red'),
  ],
};

export const CVSS_RULES: Readonly<Record<CvssVersion, CvssRules>> = { '2.0': V2, '3.0': V3('CVSS:3.0'), '3.1': V3('CVSS:3.1'), '4.0': V4 };
