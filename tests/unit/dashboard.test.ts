import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { JOB_TYPES, JOBS, type Role } from '../../contract/fleet/job-catalogue.ts';
import { STEPS } from '../../src/domain/events.ts';
import { KIOSK_STATUSES } from '../../src/domain/health-status.ts';
import { isOffered, JOB_OFFERS, type Offer } from '../../src/dashboard/rights.ts';
import { hrefOf, routeOf, type Route } from '../../src/dashboard/routes.ts';
import { mayAnywhere, type Right } from '../../src/fleet/access/roles.ts';
import { JOB_STATES } from '../../src/fleet/jobs/states.ts';

const ROLES: readonly Role[] = ['liaison', 'technician', 'manager', 'administrator'];

describe('what the page offers is what the hub allows', () => {
  const RIGHTS_BEHIND: Readonly<Record<Offer, Right>> = {
    figures: 'figures.read',
    audit: 'audit.read',
    planMaintenance: 'maintenance.plan',
    askForJobs: 'job.ask',
    pictures: 'picture.read',
    enrolment: 'kiosk.enrol',
  };

  test.each(Object.entries(RIGHTS_BEHIND) as [Offer, Right][])('%s', (offer, right) => {
    for (const role of ROLES) expect([role, isOffered(offer, role)]).toEqual([role, mayAnywhere({ account: 'a', role, sites: null, address: null }, right)]);
  });

  test('every job of the catalogue, for the roles it has there', () => {
    expect(Object.keys(JOB_OFFERS).sort()).toEqual([...JOB_TYPES].sort());
    for (const type of JOB_TYPES) {
      expect([type, [...JOB_OFFERS[type].roles].sort()]).toEqual([type, [...JOBS[type].roles].sort()]);
      expect([type, JOB_OFFERS[type].twoPersons]).toEqual([type, JOBS[type].twoPersons]);
      // What needs two persons isn't sent by a slip of the finger either.
      expect(!JOBS[type].twoPersons || JOB_OFFERS[type].confirm === 'typed').toBe(true);
    }
  });
});

test('places have an address and come back from it', () => {
  const routes: readonly Route[] = [
    { at: 'board' },
    { at: 'kiosk', id: 'MK-007' },
    { at: 'incidents', id: null },
    { at: 'incidents', id: '7d0f8c1e-0000-4000-8000-000000000000' },
    { at: 'figures' },
    { at: 'maintenance' },
    { at: 'audit' },
    { at: 'settings' },
    { at: 'sign-in', why: 'refused' },
    { at: 'sign-in', why: 'first' },
  ];
  for (const route of routes) expect(routeOf(hrefOf(route))).toEqual(route);
  for (const hash of ['', '#', '#/nowhere', '#/kiosks', '#/%E0%A4%A']) expect(routeOf(hash)).toEqual({ at: 'board' });
});

type Texts = Readonly<Record<string, string>>;

function flatten(value: unknown, path = ''): Record<string, string> {
  if (typeof value === 'string') return { [path]: value };
  return Object.assign({}, ...Object.entries(value as object).map(([key, inner]) => flatten(inner, path === '' ? key : `${path}.${key}`))) as Record<string, string>;
}
const PLURAL = /_(zero|one|two|few|many|other)$/;
const textsOf = (language: string): Texts => flatten(JSON.parse(readFileSync(`assets/locales/${language}/dashboard.json`, 'utf8')));
const families = (texts: Texts): string[] => [...new Set(Object.keys(texts).map((key) => key.replace(PLURAL, '')))].sort();
const placeholders = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();

describe.each(['ar', 'en'])('texts of the officers in %s', (language) => {
  const texts = textsOf(language);
  const reference = textsOf('ar');

  test('have exactly the keys of the reference language, and every plural form', () => {
    expect(families(texts)).toEqual(families(reference));
    const counted = Object.keys(texts).filter((key) => key.endsWith('_other')).map((key) => key.replace(PLURAL, ''));
    const forms = new Set(['zero', ...new Intl.PluralRules(language).resolvedOptions().pluralCategories]);
    expect(counted.flatMap((key) => [...forms].map((form) => `${key}_${form}`)).filter((key) => !(key in texts))).toEqual([]);
  });

  test('say something for every status, step, job and state', () => {
    const needed = [
      ...KIOSK_STATUSES.map((status) => `citizen.${status}`),
      ...STEPS.map((step) => `figures.steps.${step}`),
      ...JOB_TYPES.flatMap((type) => [`jobs.types.${type}`, `jobs.effects.${type}`]),
      ...JOB_STATES.map((state) => `jobs.states.${state}`),
    ];
    expect(needed.filter((key) => !(key in texts))).toEqual([]);
  });

  test('use the same values as the reference language', () => {
    const wrong = Object.entries(texts).filter(([key, text]) => {
      const other = reference[key] ?? reference[key.replace(PLURAL, '_other')] ?? '';
      const [own, theirs] = [placeholders(text), placeholders(other)];
      // One, two and none may be said in words.
      return PLURAL.test(key) ? own.some((name) => !theirs.includes(name)) : own.join() !== theirs.join();
    });
    expect(wrong).toEqual([]);
  });

  test('are never empty and never end in blanks', () => {
    expect(Object.entries(texts).filter(([, text]) => text === '' || text !== text.trim())).toEqual([]);
  });
});
