export * from './column-rules.ts';
export * from './detect.ts';
export * from './document.ts';
export * from './encoding.ts';
