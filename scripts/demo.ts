import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FaultRule } from '../contract/gateway-faults.ts';
import type { KioskConfig } from '../src/main/config.ts';
import type { Limits } from '../src/sandbox/limits.ts';
import { startSandbox, type Sandbox } from '../src/sandbox/sandbox.ts';
import { demoAccounts, TEST_CARD } from './demo-staff.ts';

/** A kiosk's configuration for demos and tests: sandbox gateway, virtual devices, invented site. */
export const DEMO_CONFIG: Omit<KioskConfig, 'dataDirectory' | 'gateway' | 'staff'> = {
  mode: 'demo',
  kioskId: 'MK-007',
  emirate: { ar: 'إمارة منطقة مكة المكرمة', en: 'Emirate of Makkah Region' },
  site: { ar: 'مطار الملك عبدالعزيز', en: 'King Abdulaziz Airport' },
  nearest: { ar: 'ديوان الإمارة، جدة', en: 'Emirate Diwan, Jeddah' },
  languages: ['ar', 'en'],
  firstScreen: 'language',
  numerals: 'latn',
  helpPhone: '8001234567',
  yearsBack: 9,
  display: { pixelsPerMm: 4.03, lowerEdgeMm: 700 },
  identityDocuments: ['national_id', 'iqama'],
  reader: { driver: 'virtual' },
  typedIdentity: true,
  fitted: { touchScreen: false, temperatureSensor: false, battery: false },
  printer: { address: 'virtual', paperWidthMm: 80, profile: 'P1', believesProcessId: true, provisioningFile: null, waitForPaperSeconds: 0 },
  fleet: null,
};

export interface Demo {
  readonly sandbox: Sandbox;
  readonly config: KioskConfig;
  /** The configuration as a file, for hosts that are started as programs of their own. */
  readonly configFile: string;
  close(): Promise<void>;
}

export interface DemoOptions {
  /** What the sandbox knows instead of its seed. */
  readonly data?: unknown;
  readonly faults?: readonly FaultRule[];
  /** Other rate limits than the contract's. */
  readonly limits?: Partial<Limits>;
  /** Other settings than the demo's. */
  readonly config?: Partial<KioskConfig>;
  /** Another gateway than the sandbox's, e.g. one that isn't there. */
  readonly gatewayUrl?: string;
}

/** Starts a sandbox gateway and writes a configuration for it into a temporary folder that `close` removes. */
export async function startDemo({ data, faults, gatewayUrl, limits, config: more }: DemoOptions = {}): Promise<Demo> {
  const sandbox = await startSandbox({ data, faults: faults ?? [], limits: limits ?? {} });
  const directory = mkdtempSync(join(tmpdir(), 'raha-demo-'));
  const clientSecretFile = join(directory, 'client-secret');
  writeFileSync(clientSecretFile, sandbox.credentials.clientSecret, { mode: 0o600 });
  const accountsFile = join(directory, 'staff.json');
  writeFileSync(accountsFile, await demoAccounts(), { mode: 0o600 });
  const config: KioskConfig = {
    ...DEMO_CONFIG,
    dataDirectory: join(directory, 'data'),
    staff: { accountsFile, testCard: TEST_CARD },
    ...more,
    gateway: {
      baseUrl: gatewayUrl ?? sandbox.url,
      tokenUrl: null,
      clientId: sandbox.credentials.clientId,
      clientSecretFile,
      mutualTls: null,
      answerWithinSeconds: 8,
    },
  };
  const configFile = join(directory, 'kiosk.json');
  writeFileSync(configFile, JSON.stringify(config, null, 2), { mode: 0o600 });
  return {
    sandbox,
    config,
    configFile,
    close: async () => {
      await sandbox.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
