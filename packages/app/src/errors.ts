/** Every refusal of a use case: code, English sentence with `{placeholders}`, HTTP status. Translations use the same codes. */
import type { Message } from './views.ts';

export const ERRORS = {
  'not-allowed': { status: 403, sentence: 'Your role does not allow this ({useCase}).' },
  'no-institution': { status: 403, sentence: 'You hold no role in this institution.' },
  'asset-not-found': { status: 404, sentence: 'There is no asset {id} here.' },
  'import-not-found': { status: 404, sentence: 'There is no import {id} here.' },
  'decision-not-found': { status: 404, sentence: 'There is no decision {id} here.' },
  'decision-undone': { status: 409, sentence: 'This decision was already undone.' },
  'cursor-invalid': { status: 400, sentence: 'This page link does not belong to this list. Start again at the first page.' },
  'reason-missing': { status: 400, sentence: 'Give a reason of 1 to {max} characters: the next reader will want to know why.' },
  'value-invalid': { status: 400, sentence: 'This is no possible value for {attribute}.' },
  'attribute-not-correctable': { status: 400, sentence: '{attribute} cannot be corrected by hand.' },
  'merge-needs-two': { status: 400, sentence: 'Choose at least two different assets to merge.' },
  'split-addresses': { status: 400, sentence: 'Choose addresses of this asset, and leave it at least one.' },
  'permission-missing': { status: 400, sentence: 'Say who permits this capture to be read, where and when it was taken, before handing it in.' },
  'upload-empty': { status: 400, sentence: 'The file {name} is empty. Nothing was imported.' },
  'upload-incomplete': { status: 400, sentence: 'The upload of {name} ended early. Nothing was kept; please send it again.' },
  'upload-disk-full': { status: 507, sentence: 'There is not enough disk space for {name}. Nothing was kept; make room and send it again.' },
  'import-not-stoppable': { status: 409, sentence: 'This import is already {state}.' },
  'mapping-not-expected': { status: 409, sentence: 'This import is not waiting for its columns to be confirmed.' },
  'mapping-invalid': { status: 400, sentence: 'Each column may be named once, and at least one must be used.' },
  'overtaken': { status: 409, sentence: 'Others are changing this inventory at the same time. Nothing was changed; please try again.' },
  'advisory-not-found': { status: 404, sentence: 'There is no advisory {id} here.' },
  'vulnerability-not-found': { status: 404, sentence: 'No advisory that is held names {id}.' },
  'finding-not-found': { status: 404, sentence: 'There is no finding {id} here.' },
  'finding-undecided': { status: 409, sentence: 'There is no decision about this finding to take back.' },
  'finding-gone': { status: 409, sentence: 'This finding no longer matches; there is nothing to decide.' },
  'finding-none-chosen': { status: 400, sentence: 'Choose at least one finding, and at most {max}.' },
  'finding-reason-missing': { status: 400, sentence: 'Say why in 1 to {max} characters: the next reader, and another hospital, will want to know.' },
  'acceptance-incomplete': { status: 400, sentence: 'A risk is borne by somebody until a day: name the owner and a day within a year from today.' },
  'day-invalid': { status: 400, sentence: '{value} is no day. Write it as 2026-12-31.' },
  'offer-not-found': { status: 404, sentence: 'This offer was withdrawn or has expired.' },
  'acceptance-not-allowed': { status: 409, sentence: 'Nothing is accepted without you yet: {judged} of the machine\'s sure answers were judged by a person here; it takes {needed}, nearly all of them confirmed.' },
  'pdf-not-here': { status: 501, sentence: 'This machine cannot make PDF documents. Print the page from the browser instead.' },
  'intake-not-found': { status: 404, sentence: 'There is no delivery {id} here.' },
  'feed-not-found': { status: 404, sentence: 'There is no feed {id} here.' },
  'feeds-none': { status: 409, sentence: 'No feed is switched on. Switch one on, or hand in an offline bundle.' },
  'feeds-off': { status: 409, sentence: 'This installation asks no feeds: it was started without a way out. Hand in an offline bundle instead.' },
  'typed-field': { status: 400, sentence: 'The field {field} cannot be used: {found}. Expected: {expected}.' },
  'care-service-not-found': { status: 404, sentence: 'There is no care service {id} here.' },
  'care-service-invalid': { status: 400, sentence: 'A care service needs a name of 1 to 200 characters, 0 to 10,000 hours a week, a share between 0 and 100 %, and known roles and devices.' },
  'assessment-fault': { status: 500, sentence: 'The last assessment failed by a fault of the program. What you see is from the one before; it is tried again with the next change.' },
  'intake-interrupted': { status: 409, sentence: 'The server stopped while this delivery was being read. What was taken before is kept; hand it in again for the rest.' },
  'intake-fault': { status: 500, sentence: 'Reading this delivery failed by a fault of the program. What was taken before is kept.' },
  'advisory-older': { status: 409, sentence: 'Revision {revision} of {advisory} is older than the one held ({held}).' },
  'advisory-changed': { status: 409, sentence: 'Revision {revision} of {advisory} is held already with other content. A publisher changes the revision when it changes the text.' },
  'import-interrupted': { status: 409, sentence: 'The server stopped while this file was being read. The file was discarded and nothing of it was kept; please import it again.' },
  'import-fault': { status: 500, sentence: 'Reading this file failed by a fault of the program. Nothing of it was kept.' },
} as const satisfies Record<string, { status: number; sentence: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** `sentence` with its placeholders filled; an unknown code gives the code itself. */
export function formatMessage({ code, params }: Message): string {
  const entry = (ERRORS as Record<string, { sentence: string } | undefined>)[code];
  return entry ? entry.sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole)) : code;
}

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly params: Message['params'];
  readonly status: number;
  constructor(code: ErrorCode, params: Message['params'] = {}, options?: ErrorOptions) {
    super(formatMessage({ code, params }), options);
    this.name = 'AppError';
    this.code = code;
    this.params = params;
    this.status = ERRORS[code].status;
  }
}
