/** @type {import('jest').Config} */
module.exports = {
  roots: ['<rootDir>/tests'],
  testEnvironment: 'node',
  transform: { '\\.ts$': ['ts-jest', { diagnostics: false }] },
  collectCoverageFrom: ['src/**/*.ts', 'dialogs/**/*.ts', '!src/**/*.d.ts'],
  coverageReporters: ['text-summary'],
  testTimeout: 30000
}
