import { shared } from './jest.shared.js'

/** All tests but the scenarios. */
export default {
  ...shared,
  displayName: 'local',
  roots: ['<rootDir>/test'],
  testPathIgnorePatterns: ['<rootDir>/test/scenarios/'],
}
