import type { Names, PersonView } from '../api.ts';
import type { OfficerParts } from './parts.ts';

/** Names the people behind accounts, as officers are shown them. Read once for all that one answer shows. */
export type PeopleNames = (account: string) => PersonView;

export async function readPeopleNames({ officers }: Pick<OfficerParts, 'officers'>): Promise<PeopleNames> {
  const names = new Map<string, Names>((await officers.all()).map(({ account, name }) => [account, name]));
  return (account) => ({ account, name: names.get(account) ?? { ar: account, en: account } });
}
