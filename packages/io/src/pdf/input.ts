/** Findings as the PDF needs them. Plain data, told by its shape: the app's own page of findings fits. */
import type { FindingStatus, RemediationProgress } from '@wardkeep/model';

export const PDF_LANGUAGES = ['en', 'es', 'hu'] as const;
export type PdfLanguage = (typeof PDF_LANGUAGES)[number];

export type PdfVerdict = 'affected' | 'cannot_tell' | 'not_affected';
/** VEX status, with `open` for what nobody judged, `accepted` for a risk that is borne, `gone` for what no longer matches. */
export type PdfState = FindingStatus | 'open' | 'accepted' | 'gone';

export interface PdfFinding {
  readonly assetId: string;
  readonly assetName: string;
  /** The ward; null: not known. */
  readonly zone: string | null;
  readonly vendor: string | null;
  readonly product: string | null;
  readonly version: string | null;
  readonly trackingId: string;
  readonly advisoryTitle: string;
  readonly cves: readonly string[];
  readonly verdict: PdfVerdict;
  /** 0–1. */
  readonly score: number;
  readonly state: PdfState;
  readonly remediation: RemediationProgress;
  /** CVSS base score, 0–10; null: no vector. */
  readonly baseScore: number | null;
  /** In KEV. */
  readonly exploited: boolean;
  /** Probability within 30 days, 0–1; null: not known. */
  readonly epss: number | null;
  readonly hoursAtRisk: number;
  readonly assumed: boolean;
  readonly assignee: string | null;
  /** `YYYY-MM-DD`. */
  readonly dueOn: string | null;
}

/** `total`, `devices` and `hours` count all findings that were asked for, `rows` may be the first of them. */
export interface PdfFindings { readonly rows: readonly PdfFinding[]; readonly total: number; readonly devices: number; readonly hours: number }

export interface FindingsPdfInput {
  readonly page: PdfFindings;
  readonly institution: string;
  /** ISO 8601; printed in UTC and put into the metadata. */
  readonly at: string;
  readonly language: PdfLanguage;
  /** Devices of the institution, where the findings are those of all of them: “7 of 412 devices”. Left out when something was filtered. */
  readonly fleet?: number | undefined;
}
