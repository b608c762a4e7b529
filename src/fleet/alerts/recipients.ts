import type { Scope } from './conditions.ts';
import type { Notice } from './incident.ts';
import type { Channel } from './post.ts';
import { RULES, type Role } from './rules.ts';

/** Somebody who may be called. */
export interface Person {
  readonly account: string;
  readonly language: 'ar' | 'en';
  readonly duties: readonly Exclude<Role, 'window_owner'>[];
  /** Sites this person looks after; null means all. */
  readonly sites: readonly string[] | null;
  readonly mail: string | null;
  readonly phone: string | null;
}

const isAt = ({ sites }: Person, scope: Scope): boolean => {
  if (sites === null) return true;
  return (scope.kind === 'kiosk' || scope.kind === 'site') && sites.includes(scope.site);
};

/**
 * Who hears of a notice. When nobody at the place has the duty, whoever has it for all places does, and when there is
 * nobody at all the managers do: an alert without a reader would be none.
 *
 * @param windowOwner account of whoever planned the maintenance, for A12
 */
export function recipientsOf(notice: Notice, people: readonly Person[], windowOwner: string | null): Person[] {
  const { scope } = notice.incident;
  const wanted = notice.to.flatMap((role) =>
    role === 'window_owner' ? people.filter(({ account }) => account === windowOwner) : withDuty(people, role, scope),
  );
  const found = [...new Set(wanted)];
  return found.length > 0 ? found : withDuty(people, 'manager', scope);
}

function withDuty(people: readonly Person[], role: Exclude<Role, 'window_owner'>, scope: Scope): Person[] {
  return people.filter((person) => person.duties.includes(role) && isAt(person, scope));
}

/** The page always; mail for whatever somebody is called for; a text message where it can't wait. */
export function channelsFor({ mail, phone }: Person, { incident }: Notice): Channel[] {
  const { severity } = RULES[incident.rule];
  const isPressing = severity === 'major' || severity === 'critical';
  return ['in_app', ...(mail === null ? [] : ['mail' as const]), ...(isPressing && phone !== null ? ['sms' as const] : [])];
}
