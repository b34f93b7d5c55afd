export * from './see/scene.ts';
