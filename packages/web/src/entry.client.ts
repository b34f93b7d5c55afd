/** Enhances pages that are complete without it: keys, evidence in place, progress. No framework, a few kilobytes. */
import { enhanceAssess } from './enhance/assess.ts';
import { enhanceBulk } from './enhance/bulk.ts';
import { enhanceIntake } from './enhance/intake.ts';
import { enhanceKeys } from './enhance/keys.ts';
import { enhancePlan } from './enhance/plan.ts';
import { enhanceProgress } from './enhance/progress.ts';
import { enhanceTriage } from './enhance/triage.ts';
import { enhanceUpload } from './enhance/upload.ts';
import { enhanceWhy } from './enhance/why.ts';

document.documentElement.dataset['js'] = '';
// Triage first: its keys mean more than the common ones.
for (const enhance of [enhanceTriage, enhanceWhy, enhanceBulk, enhanceKeys, enhanceUpload, enhanceProgress, enhancePlan, enhanceIntake, enhanceAssess]) enhance();
