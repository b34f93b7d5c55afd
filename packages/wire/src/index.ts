export * from './cursor.ts';
export * from './record.ts';
