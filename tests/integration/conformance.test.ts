import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caseDataSchema } from '../../contract/conformance/case-data.ts';
import { Kit, type Target } from '../../contract/conformance/kit.ts';
import { conformanceCases, limitCases, runCases } from '../../contract/conformance/suite.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';

const data = caseDataSchema.parse(
  JSON.parse(readFileSync('contract/conformance/sandbox-case-data.json', 'utf8')),
);

let sandbox: Sandbox;
let strict: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ limits: { inquiriesPerMinute: 1000 } });
  strict = await startSandbox();
});
afterAll(() => Promise.all([sandbox.close(), strict.close()]));

function targetOf({ url, credentials }: Sandbox): Target {
  return { ...credentials, baseUrl: url, tokenUrl: `${url}/oauth2/token`, tls: {}, data };
}

test.each(conformanceCases)('$name', async ({ run }) => {
  await expect(run(new Kit(targetOf(sandbox)))).resolves.toBeUndefined();
});

test('the limits of the contract hold', async () => {
  const results = await runCases(limitCases, targetOf(strict), () => {});
  expect(results.filter(({ trouble }) => trouble !== null)).toEqual([]);
});

test('a gateway that breaks the contract is caught and named', async () => {
  sandbox.control.setFaults([{ operation: 'inquire', kind: 'malformed', body: 'schema_break' }]);
  const results = await runCases(conformanceCases, targetOf(sandbox), () => {});
  sandbox.control.clearFaults();
  const failed = results.filter(({ trouble }) => trouble !== null);
  expect(failed.length).toBeGreaterThan(5);
  expect(failed.find(({ name }) => name.includes('every transaction'))?.trouble).toContain('not a InquiryResult');
});
