/** @type {import('jest').Config} */
module.exports = {
  // the package's own entry is of modules, which jest does not read
  moduleNameMapper: { '^adaptivecards$': '<rootDir>/node_modules/adaptivecards/dist/adaptivecards.js' },
  roots: ['<rootDir>/tests'],
  testEnvironment: 'node',
  transform: { '\\.ts$': ['ts-jest', { diagnostics: false }] },
  collectCoverageFrom: ['src/**/*.ts', 'dialogs/**/*.ts', '!src/**/*.d.ts'],
  coverageReporters: ['text-summary'],
  testTimeout: 30000
}
