import type { Problem } from './files.ts';

const permissive = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Python-2.0',
  'Unlicense',
]);

/** Packages that only tests use, under a licence that asks more; each is named here on purpose. */
const developmentExceptions = new Map([
  ['@axe-core/playwright', 'MPL-2.0'],
  ['axe-core', 'MPL-2.0'],
]);

/** Data whose licence asks for a name, whatever their package.json says: NOTICE must give it. */
const attributed = ['@ip-location-db/geo-whois-asn-country-mmdb'];

type Locked = { license?: string; dev?: boolean; link?: boolean };

/** Whether an SPDX expression lets us choose a permissive licence: any side of an OR, every side of an AND. */
export function isPermissive(expression: string): boolean {
  const plain = expression.replaceAll(/[()]/g, '');
  return plain
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => permissive.has(one.trim())));
}

/** Every locked package has a permissive licence, or is a named development-only exception. */
export function checkLicences(lockfile: string): Problem[] {
  const packages = Object.entries((JSON.parse(lockfile) as { packages: Record<string, Locked> }).packages);
  return packages.flatMap(([path, { license, dev, link }]) => {
    const name = path.split('node_modules/').at(-1)!;
    if (path === '' || link || isPermissive(license ?? '')) return [];
    if (dev && developmentExceptions.get(name) === license) return [];
    return [{ where: name, what: `licence ${license ?? 'not named'} is not one of ours to ship` }];
  });
}

/** Data that are installed and must be attributed are, with their licence. */
export function checkAttributions(lockfile: string, notice: string): Problem[] {
  const { packages } = JSON.parse(lockfile) as { packages: Record<string, Locked> };
  return attributed
    .filter((name) => packages[`node_modules/${name}`])
    .filter((name) => !notice.includes(name) || !notice.includes('creativecommons.org/licenses/by/4.0'))
    .map((name) => ({ where: 'NOTICE', what: `does not attribute ${name}` }));
}
