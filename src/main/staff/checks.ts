import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Finding, FindingCode } from '../../bridge/staff.ts';
import type { GatewayFaultCode } from '../../domain/faults.ts';
import type { Evidence, HealthReason, TroubleEvidence } from '../../domain/health.ts';
import { LEVELS } from '../../domain/health-thresholds.ts';
import type { KioskConfig } from '../config.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { HealthBoard } from '../health/board.ts';
import type { HealthOptions } from '../health/start.ts';
import type { Probe } from '../health/probe.ts';
import { diskProbe } from '../health/probes/disk.ts';
import { networkProbe } from '../health/probes/network.ts';
import { temperatureProbe } from '../health/probes/temperature.ts';
import type { Check, CheckOutcome, Checks } from './diagnostics/checks.ts';
import { finding } from './diagnostics/run.ts';

export interface CheckPorts {
  readonly config: KioskConfig;
  readonly gateway: Gateway;
  /** Address of the fleet hub; null where the kiosk belongs to no fleet. */
  readonly hub: URL | null;
  /** Hears at once what a check has seen, so that a repaired part is well again on the overview too. */
  readonly board: HealthBoard;
  readonly now: () => Date;
  /** Never jumps. */
  readonly monotonicMs: () => number;
  /** What disk and network are looked at through; a demo can break them. */
  readonly machine?: HealthOptions['machine'];
}

/** What a technician reads where health has a reason. Those that no check asks for are left out. */
const FINDING_OF: Readonly<Partial<Record<HealthReason, FindingCode>>> = {
  'network.link_down': 'network_no_link',
  'network.names_unresolved': 'network_no_names',
  'network.unreachable': 'network_unreachable',
  'network.hub_unreachable': 'hub_unreachable',
  'clock.offset': 'clock_off',
  'clock.wrong': 'clock_off',
  'clock.jumped': 'clock_off',
  'disk.low': 'disk_low',
  'disk.full': 'disk_full',
  'disk.read_only': 'disk_read_only',
  'temperature.high': 'temperature_high',
  'temperature.critical': 'temperature_high',
};

const FINDING_OF_FAULT: Readonly<Partial<Record<GatewayFaultCode, FindingCode>>> = {
  unreachable: 'gateway_unreachable',
  timeout: 'gateway_slow',
  unauthorized: 'gateway_refuses_kiosk',
  unavailable: 'gateway_unavailable',
  rate_limited: 'gateway_unavailable',
  bad_answer: 'gateway_bad_answer',
};

/** A look for a technician says at once what it sees; for health a fault has to last. */
const AT_ONCE = (): HealthReason => 'network.unreachable';
/** One look neither measures the network's speed nor asks for the hub: what it finds well says nothing about these. */
const BEYOND_A_LOOK: ReadonlySet<HealthReason | null> = new Set([
  'network.slow',
  'network.hub_unreachable',
  'network.hub_refuses_kiosk',
]);

/** All that this kiosk can find out about itself, with the probes that health uses. */
export function staffChecks(ports: CheckPorts): Checks {
  const { board, config, hub, machine } = ports;
  const gatewayUrl = new URL(config.gateway.baseUrl);
  // Limits have two ends: which one counts depends on how the part is now.
  const before = (id: 'disk' | 'temperature') => () => board.reasonOf(id);
  return {
    network: probed(networkProbe({ gateway: gatewayUrl, hub: null }, AT_ONCE, machine?.network), ports),
    gateway: gatewayCheck(ports),
    clock: clockCheck(ports),
    disk: probed(diskProbe(config.dataDirectory, before('disk'), machine?.disk), ports),
    ...(hub !== null && {
      hub: silently(networkProbe({ gateway: hub, hub: null }, AT_ONCE, machine?.network), 'hub_unreachable'),
    }),
    ...(gatewayUrl.protocol === 'https:' && { certificate: certificateCheck(gatewayUrl, ports) }),
    ...(config.fitted.temperatureSensor && { temperature: probed(temperatureProbe(before('temperature')), ports) }),
  };
}

/** Looks as health does, and lets it know. */
function probed({ component, look }: Probe, { board }: CheckPorts): Check {
  return async () => {
    const seen = await lookOnce(look);
    const isBeyond = seen !== null && !('reason' in seen) && BEYOND_A_LOOK.has(board.reasonOf(component));
    if (seen !== null && !isBeyond) board.note(component, seen);
    return outcomeOf(seen);
  };
}

/** Health has no part of its own for this. */
function silently({ look }: Probe, code: FindingCode): Check {
  return async () => {
    const seen = await lookOnce(look);
    return seen !== null && !('reason' in seen) ? { state: 'passed', value: null } : failed(code);
  };
}

async function lookOnce(look: Probe['look']): Promise<Evidence | TroubleEvidence | null> {
  try {
    return await look();
  } catch {
    return null;
  }
}

function outcomeOf(seen: Evidence | TroubleEvidence | null): CheckOutcome {
  if (seen === null || ('state' in seen && seen.state === 'unknown')) return failed('no_evidence');
  const value = seen.value?.amount ?? null;
  if (!('reason' in seen)) return { state: 'passed', value };
  return failed(FINDING_OF[seen.reason] ?? 'no_evidence', value);
}

const failed = (code: FindingCode, value: number | null = null): CheckOutcome => {
  const found: Finding = finding(code, value);
  return { state: 'failed', value, finding: found };
};

/** An anonymous session that is opened and ended again: name, way, token, gateway and answer, and nothing of anybody. */
function gatewayCheck({ gateway, monotonicMs }: CheckPorts): Check {
  const [{ enter: slowMs }] = LEVELS.gatewayLatency;
  return async (signal) => {
    const startedMs = monotonicMs();
    const session = await gateway.openSession('ar', signal);
    const ms = Math.round(monotonicMs() - startedMs);
    if (!session.ok) return failed(FINDING_OF_FAULT[session.fault.code] ?? 'gateway_bad_answer', ms);
    await gateway.endSession(session.value);
    return ms >= slowMs ? failed('gateway_slow', ms) : { state: 'passed', value: ms };
  };
}

/** The gateway has just been asked, and its answer says what time it is. */
function clockCheck({ board }: CheckPorts): Check {
  return async () => {
    const { reason, state, value } = board.health().components.clock;
    const seconds = value === null ? null : Math.round(Math.abs(value.amount) / 1000);
    if (reason !== null) return failed(FINDING_OF[reason] ?? 'clock_off', seconds);
    return state === 'ok' ? { state: 'passed', value: seconds } : failed('no_evidence');
  };
}

const DAY_MS = 86_400_000;
/** As health counts it: long enough to have a new one signed and brought. */
const EXPIRES_SOON_DAYS = 14;
const CONNECT_LIMIT_MS = 5_000;

interface SeenCertificates {
  readonly isTrusted: boolean;
  /** Days until the first of the two certificates expires, the kiosk's own and the gateway's. */
  readonly daysLeft: number;
}

/** Shows the kiosk's certificate to the gateway, looks at the gateway's, and at the days both have left. */
function certificateCheck(url: URL, { config, now }: CheckPorts): Check {
  return async (signal) => {
    const seen = await seeCertificates(url, config.gateway.mutualTls, now, signal);
    if (seen === null) return failed('gateway_unreachable');
    const { daysLeft, isTrusted } = seen;
    if (daysLeft <= 0) return failed('certificate_expired', daysLeft);
    if (!isTrusted) return failed('certificate_not_trusted');
    return daysLeft < EXPIRES_SOON_DAYS ? failed('certificate_expires', daysLeft) : { state: 'passed', value: daysLeft };
  };
}

function seeCertificates(
  { hostname, port }: URL,
  files: KioskConfig['gateway']['mutualTls'],
  now: () => Date,
  signal: AbortSignal,
): Promise<SeenCertificates | null> {
  const { promise, resolve } = Promise.withResolvers<SeenCertificates | null>();
  const daysUntil = (date: string | undefined): number =>
    date === undefined ? Infinity : Math.floor((Date.parse(date) - now().getTime()) / DAY_MS);
  const keys =
    files === null
      ? {}
      : { ca: readFileSync(files.certificateAuthorityFile), cert: readFileSync(files.certificateFile), key: readFileSync(files.keyFile) };
  // Nothing is sent over this connection: it is made to look at a certificate that may not be trusted.
  const socket = connectTls({
    host: hostname,
    port: port === '' ? 443 : Number(port),
    // An address is no name (RFC 6066, section 3).
    ...(isIP(hostname) === 0 && { servername: hostname }),
    rejectUnauthorized: false,
    ...keys,
  });
  const end = (seen: SeenCertificates | null): void => {
    socket.destroy();
    resolve(seen);
  };
  socket.setTimeout(CONNECT_LIMIT_MS, () => end(null));
  socket.once('error', () => end(null));
  signal.addEventListener('abort', () => end(null), { once: true });
  socket.once('secureConnect', () => {
    const own = socket.getCertificate();
    const ownEnd = own !== null && 'valid_to' in own ? own.valid_to : undefined;
    const daysLeft = Math.min(daysUntil(socket.getPeerCertificate().valid_to), daysUntil(ownEnd));
    end({ isTrusted: socket.authorized, daysLeft });
  });
  return promise;
}
