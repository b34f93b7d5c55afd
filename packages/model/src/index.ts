export * from './address.ts';
export * from './component.ts';
export * from './confidence.ts';
export * from './list.ts';
export * from './protocol.ts';
export * from './role.ts';
export * from './see.ts';
export * from './resolved.ts';
