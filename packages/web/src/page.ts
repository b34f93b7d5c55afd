/** Facts of one rendering that every part may need and no loader should carry. */
import { createContext, useContext } from 'react';
import type { Theme } from './preferences.ts';

export interface PageFacts {
  readonly nonce: string;
  readonly requestId: string;
  /** The small script that enhances the page; nothing depends on it. */
  readonly script: string;
  readonly theme: Theme | null;
  readonly path: string;
}

export const PageContext = createContext<PageFacts>({ nonce: '', requestId: '', script: '', theme: null, path: '/' });
export const usePage = (): PageFacts => useContext(PageContext);
