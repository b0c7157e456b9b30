import { fileURLToPath } from 'node:url'

const swc = { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } }

/** What all of jest's projects have in common: TypeScript as ES modules, at the root of the repository. */
export const shared = {
  rootDir: fileURLToPath(new URL('..', import.meta.url)),
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
}

/** The scenarios in a world: `sandbox` or `cluster`. */
export function scenariosIn(world) {
  return {
    ...shared,
    displayName: world,
    roots: ['<rootDir>/test/scenarios'],
    testEnvironment: '<rootDir>/test/scenarios/environment.js',
    globals: { PERF_WORLD: world },
  }
}
