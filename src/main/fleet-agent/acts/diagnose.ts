import type { JobEnd, JobResult } from '../../../../contract/fleet/messages.ts';
import { STAFF_CHECKS } from '../../../bridge/staff.ts';
import { COMPONENT_IDS } from '../../../domain/health.ts';
import type { KioskHealth } from '../../../domain/health-status.ts';
import type { Checks } from '../../staff/diagnostics/checks.ts';
import type { JobActs } from '../job-desk.ts';
import { calledOff, failed, succeeded } from './ends.ts';
import { printSlip, type SlipPorts } from './test-slip.ts';

export interface DiagnosePorts extends SlipPorts {
  readonly checks: Checks;
  readonly health: () => KioskHealth;
  readonly isMaintenance: () => boolean;
}

type Findings = Record<string, JobResult['findings'][string]>;

/** What the kiosk knows about each part, and what it finds out now; with paper only where nobody waits for the kiosk. */
export const diagnoseActs = (ports: DiagnosePorts): Pick<JobActs, 'diagnose' | 'print_test_slip'> => ({
  diagnose: async ({ args, job }, signal) => {
    if (args.depth === 'full' && !ports.isMaintenance()) return failed({ refused: 'not_maintenance' });
    const findings: Findings = { ...stateOf(ports.health()) };
    for (const check of STAFF_CHECKS) {
      const look = ports.checks[check];
      if (look === undefined) continue;
      const seen = await look(signal).catch(() => null);
      if (signal.aborted) return calledOff(findings);
      findings[`check.${check}`] = seen === null ? 'no_evidence' : seen.state === 'passed' ? 'passed' : seen.finding.code;
    }
    if (args.depth === 'full') Object.assign(findings, await slipFindings(job, ports, signal));
    return succeeded(findings);
  },
  print_test_slip: async ({ job }, signal): Promise<JobEnd> => {
    const findings = await slipFindings(job, ports, signal);
    return findings['slip'] === 'printed' ? succeeded(findings) : failed(findings);
  },
});

const stateOf = ({ components, status }: KioskHealth): Findings => ({
  status,
  ...Object.fromEntries(COMPONENT_IDS.map((id) => [id, components[id].reason ?? components[id].state])),
});

async function slipFindings(job: string, ports: SlipPorts, signal: AbortSignal): Promise<Findings> {
  const { outcome, reason } = await printSlip(job, ports, signal);
  return reason === null ? { slip: outcome } : { slip: outcome, slip_reason: reason };
}
