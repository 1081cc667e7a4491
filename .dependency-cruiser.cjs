/**
 * The import rule of the house [design.md, "The house"]: each floor imports only downward, a feature is seen
 * through its service and its rules, and SQL lives in stores. `npm run check` runs it.
 *
 *   cli → main → app → portal my-account console oidc forward-auth → journeys → web → identity → platform, ui
 *   → routes → core
 */
const test = '\\.test\\.ts$';
const rooms = 'portal|my-account|console|oidc|forward-auth';
const signedIn = `(?:${rooms})`;
/** Captures the feature's folder, so that a rule can speak of "its own files" as $1. */
const feature = `^src/((?:identity|journeys|${rooms})/[^/]+|${rooms})/`;
const features = `^src/(?:identity|journeys|${rooms})/`;
/** What knows everything: main, the parts of it that the commands share, and the commands. */
const wiring = '^src/(?:(?:main|identity|upkeep)\\.ts$|cli/)';

/** A floor must not import what stands above it, nor the other part of its own floor. */
function floor(name, from, above) {
  return {
    name: `floor-${name}`,
    comment: `${name} imports only downward`,
    severity: 'error',
    from: { path: from, pathNot: test },
    to: { path: `^src/(?:${above.join('|')})` },
  };
}

const entries = ['cli/', 'main\\.ts', 'identity\\.ts', 'upkeep\\.ts', 'config'];
const top = [...entries, 'app\\.ts'];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'core-imports-nothing',
      comment: 'core imports nothing of ours, no package, and does no I/O',
      severity: 'error',
      from: { path: '^src/core/', pathNot: test },
      to: { pathNot: '^src/core/|^(?:node:)?(?:crypto|url|buffer|util)$' },
    },
    {
      name: 'routes-import-core-alone',
      comment: 'routes.ts imports only core',
      severity: 'error',
      from: { path: '^src/routes\\.ts$' },
      to: { pathNot: '^src/core/' },
    },
    floor('platform', '^src/platform/', [...top, signedIn, 'journeys/', 'web/', 'identity/', 'ui/']),
    floor('ui', '^src/ui/', [...top, signedIn, 'journeys/', 'web/', 'identity/', 'platform/']),
    floor('identity', '^src/identity/', [...top, signedIn, 'journeys/', 'web/']),
    floor('web', '^src/web/', [...top, signedIn, 'journeys/']),
    floor('journeys', '^src/journeys/', [...top, signedIn]),
    floor('signed-in', `^src/${signedIn}/`, top),
    floor('app', '^src/app\\.ts$', entries),
    floor('main', '^src/main\\.ts$', ['cli/']),
    floor('wiring', '^src/(?:identity|upkeep)\\.ts$', ['cli/', 'main\\.ts', 'app\\.ts']),
    {
      name: 'config-for-cli-and-main',
      comment: 'only cli and main import the configuration; others are given what they need',
      severity: 'error',
      from: { path: '^src/', pathNot: [wiring, '^src/config[^/]*\\.ts$', test] },
      to: { path: '^src/config[^/]*\\.ts$' },
    },
    {
      name: 'feature-front-door',
      comment: 'a feature is seen from outside only through service.ts, rules.ts and journey.ts',
      severity: 'error',
      from: { path: feature, pathNot: test },
      to: { path: feature, pathNot: ['^src/$1/', '/(?:service|rules|journey|mails)\\.ts$'] },
    },
    {
      name: 'feature-front-door-from-shared',
      comment:
        'files that belong to no feature see one through service.ts, rules.ts and journey.ts; app also through routes.ts; main and cli its parts',
      severity: 'error',
      from: { path: '^src/', pathNot: [feature, wiring, '^src/app\\.ts$', test] },
      to: { path: feature, pathNot: '/(?:service|rules|journey|mails)\\.ts$' },
    },
    {
      name: 'feature-front-door-from-app',
      comment: 'app registers the features’ routes and sees nothing else behind their front doors',
      severity: 'error',
      from: { path: '^src/app\\.ts$' },
      to: { path: feature, pathNot: '/(?:service|rules|journey|routes)\\.ts$' },
    },
    {
      name: 'pages-are-private',
      comment: 'the pages of a feature are used by its own files alone',
      severity: 'error',
      from: { path: '^src/', pathNot: [feature, test] },
      to: { path: `${features}.*pages\\.ts$` },
    },
    {
      name: 'routes-are-private',
      comment: 'the routes of a feature are registered by app.ts alone',
      severity: 'error',
      from: { path: '^src/', pathNot: [feature, '^src/app\\.ts$', test] },
      to: { path: `${features}.*routes\\.ts$` },
    },
    {
      name: 'mails-are-private',
      comment: 'the mails of a feature are its own; those of identity also serve journeys, main and cli',
      severity: 'error',
      from: { path: feature, pathNot: test },
      to: { path: '^src/.*/mails\\.ts$', pathNot: ['^src/$1/', '^src/identity/'] },
    },
    {
      name: 'mails-of-identity',
      comment: 'the mails of an identity feature serve its own files, journeys, main and cli',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/journeys/', '^src/identity/', wiring, test] },
      to: { path: '^src/identity/.*/mails\\.ts$' },
    },
    {
      name: 'mails-of-journeys',
      comment: 'the mails of a journey are used by its own files alone',
      severity: 'error',
      from: { path: '^src/', pathNot: [feature, test] },
      to: { path: `^src/(?:journeys|${signedIn})/.*mails\\.ts$` },
    },
    {
      name: 'store-is-private',
      comment: 'a store is used by its own feature (and wired by main)',
      severity: 'error',
      from: { path: feature, pathNot: test },
      to: { path: `${features}.*store\\.ts$`, pathNot: '^src/$1/' },
    },
    {
      name: 'store-behind-service',
      comment: 'routes, pages, rules and mails never touch a store: the service does',
      severity: 'error',
      from: { path: '/(?:routes|pages|rules|journey|mails)\\.ts$' },
      to: { path: '/store\\.ts$' },
    },
    {
      name: 'sql-in-stores',
      comment: 'Kysely and the drivers are touched by stores and platform/db alone',
      severity: 'error',
      from: { path: '^src/', pathNot: ['/store\\.ts$', '^src/platform/db/', test] },
      to: { path: '(?:^|node_modules/)(?:kysely|pg)(?:/|$)|^(?:node:)?sqlite$' },
    },
    {
      name: 'rules-are-pure',
      comment: 'rules and journeys import core, routes.ts, other rules, and tables beside them',
      severity: 'error',
      from: { path: '/(?:rules|journey)\\.ts$' },
      to: {
        pathNot: [
          '^src/core/',
          '^src/routes\\.ts$',
          '/(?:rules|journey)\\.ts$',
          `${feature}[^/]*(?<!service|store|routes|pages|mails)\\.ts$`,
          '^(?:node:)?(?:url|net|util)$',
        ],
      },
    },
    {
      name: 'rules-reach-no-effect',
      comment: 'what a rule imports must be as pure as the rule',
      severity: 'error',
      from: { path: '/(?:rules|journey)\\.ts$' },
      to: {
        path: ['^src/(?:platform|ui)/', 'node_modules', '/(?:service|store|routes|pages|mails)\\.ts$'],
        pathNot: '^src/routes\\.ts$',
        reachable: true,
      },
    },
    {
      name: 'browser-modules-alone',
      comment: 'a browser module imports only browser modules',
      severity: 'error',
      from: { path: '^src/ui/browser/', pathNot: test },
      to: { pathNot: '^src/ui/browser/' },
    },
    {
      name: 'product-without-tests',
      comment: 'what runs in production imports no test, script or bench',
      severity: 'error',
      from: { path: '^src/', pathNot: test },
      to: { path: ['^(?:test|scripts|bench)/', test] },
    },
    {
      name: 'product-without-dev-packages',
      comment: 'what runs in production imports no development package',
      severity: 'error',
      from: { path: '^src/', pathNot: test },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycle',
      comment: 'no module reaches itself',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-broken-import',
      comment: 'every import is found; what the benchmark compares with is installed by the benchmark alone',
      severity: 'error',
      from: { pathNot: '^bench/peers/' },
      to: { couldNotResolve: true },
    },
    {
      // Browser modules and workers are loaded by name, the rest from main, a command, a script or the demo.
      name: 'no-orphan',
      comment: 'nothing that runs imports it',
      severity: 'error',
      from: { path: '^(?:src/(?:main\\.ts$|cli/)|scripts/|demo/)' },
      to: {
        path: '^src/.*\\.ts$',
        pathNot: [test, wiring, '^src/ui/browser/', 'worker\\.ts$'],
        reachable: false,
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types'] },
  },
};
