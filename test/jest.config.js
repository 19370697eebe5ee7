import { SWC } from '../scripts/lib/swc.mjs';

// The rules about time also run in another zone: test/catchup/time-rules-tokyo.spec.ts.
process.env.TZ ??= 'UTC';

/** jest on native ESM: run it through `npm test`, which provides Postgres, Redis and the flag for ES modules. */
export default {
  rootDir: '..',
  testEnvironment: 'node',
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    // Maps lie beside the code and are read when a test fails. Within it, every file of tests would read them all.
    '^.+\\.ts$': ['@swc/jest', { ...SWC, sourceMaps: true }],
  },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  // Ends what hangs. A start of the whole application takes a minute on a machine that does ten other things.
  testTimeout: 180_000,
  // One more than the cores of a small machine: some tests wait for processes they have killed, and leave their core to others.
  maxWorkers: 3,
  testSequencer: '<rootDir>/test/support/sequencer.js',
  // A worker keeps what every file of it has loaded; a new one takes over before its heap makes the collector slow.
  workerIdleMemoryLimit: '900MB',
};
