/** Enhances pages that are complete without it: keys, evidence in place, progress. No framework, a few kilobytes. */
import { enhanceBulk } from './enhance/bulk.ts';
import { enhanceKeys } from './enhance/keys.ts';
import { enhancePlan } from './enhance/plan.ts';
import { enhanceProgress } from './enhance/progress.ts';
import { enhanceUpload } from './enhance/upload.ts';
import { enhanceWhy } from './enhance/why.ts';

document.documentElement.dataset['js'] = '';
for (const enhance of [enhanceWhy, enhanceBulk, enhanceKeys, enhanceUpload, enhanceProgress, enhancePlan]) enhance();
