export * from './address.ts';
export * from './confidence.ts';
export * from './protocol.ts';
export * from './role.ts';
export * from './see.ts';
