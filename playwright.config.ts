import { defineConfig } from '@playwright/test';
import type { BrowserOptions } from './test/journeys/support/fixtures.ts';

/**
 * Debian's Chromium against the real portal. Every test runs with scripts on SQLite; those tagged
 * `@both-stores` run on PostgreSQL too, and those tagged `@without-script` with JavaScript off too.
 */
export default defineConfig<object, BrowserOptions>({
  testDir: 'test/journeys',
  testMatch: '**/*.test.ts',
  outputDir: 'build/playwright/output',
  reporter: [['list'], ['json', { outputFile: 'build/playwright/results.json' }]],
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // A test that looks at several screens takes a picture of each in five looks, on two busy cores.
  timeout: 120_000,
  globalTimeout: 1_800_000,
  expect: { timeout: 10_000 },
  use: {
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    screenshot: 'only-on-failure',
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'sqlite', use: { engine: 'sqlite' } },
    { name: 'postgres', grep: /@both-stores/, use: { engine: 'postgres' } },
    { name: 'without-script', grep: /@without-script/, use: { engine: 'sqlite', javaScriptEnabled: false } },
  ],
});
