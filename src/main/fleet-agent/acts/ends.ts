import type { JobEnd, JobResult } from '../../../../contract/fleet/messages.ts';

type Findings = JobResult['findings'];

export const succeeded = (findings: Findings = {}, picture: string | null = null): JobEnd => ({
  state: 'succeeded',
  result: { findings, picture },
});
export const failed = (findings: Findings): JobEnd => ({ state: 'failed', result: { findings, picture: null } });
export const calledOff = (findings: Findings = {}): JobEnd => ({ state: 'cancelled', result: { findings, picture: null } });
