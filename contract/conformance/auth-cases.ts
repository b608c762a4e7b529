import { contractBody, demand, demandProblem, type ConformanceCase } from './kit.ts';

export const authCases: readonly ConformanceCase[] = [
  {
    name: 'auth: the right credentials get a token that nobody may cache',
    async run(kit) {
      const answer = await kit.askForToken();
      contractBody('Token', answer, 200);
      demand(answer.headers['cache-control']?.includes('no-store') === true, 'Cache-Control: no-store is missing');
    },
  },
  {
    name: 'auth: a wrong secret gets invalid_client',
    async run(kit) {
      const error = contractBody('TokenError', await kit.askForToken('not-the-secret'), 401);
      demand(error.error === 'invalid_client', `expected invalid_client, got ${error.error}`);
    },
  },
  {
    name: 'auth: another grant is refused',
    async run(kit) {
      contractBody('TokenError', await kit.askForToken(undefined, 'password'), 400);
    },
  },
  {
    name: 'auth: without a token nothing is served',
    async run(kit) {
      const answer = await kit.call('DELETE', '/sessions/none-none-none-none-none', { headers: { authorization: null } });
      demandProblem(answer, 401, 'DEVICE_UNAUTHORIZED');
    },
  },
  {
    name: 'auth: a made-up token is refused',
    async run(kit) {
      const headers = { authorization: 'Bearer made-up-made-up-made-up' };
      const answer = await kit.call('DELETE', '/sessions/none-none-none-none-none', { headers });
      demandProblem(answer, 401, 'DEVICE_UNAUTHORIZED');
    },
  },
];
