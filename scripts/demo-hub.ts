import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { KioskConfig } from '../src/main/config.ts';

/** What an embedded hub leaves for the kiosk of `npm start`: where it is, and a new code at each of its starts. */
export const DEMO_KIOSK_FILE = 'demo-kiosk.json';
const demoKioskSchema = z.object({ hubUrl: z.url(), kiosk: z.string(), code: z.string() });
export type DemoKioskNote = z.infer<typeof demoKioskSchema>;

const ANSWER_LIMIT_MS = 1_000;

export interface DemoHub {
  readonly url: string;
  /** What makes a demo kiosk one of this hub's. Its data stays beside the hub's, so that it is known the next time. */
  readonly config: Pick<KioskConfig, 'dataDirectory' | 'fleet' | 'kioskId'>;
}

/**
 * The hub of `npm run hub`, if one runs.
 * @param folder its data
 */
export async function findDemoHub(folder: string): Promise<DemoHub | null> {
  const note = readNote(join(folder, DEMO_KIOSK_FILE));
  if (note === null || !(await answers(note.hubUrl))) return null;
  const dataDirectory = resolve(folder, 'demo-kiosk');
  const enrolmentCodeFile = join(dataDirectory, 'enrolment-code');
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  writeFileSync(enrolmentCodeFile, note.code, { mode: 0o600 });
  const fleet = { hubUrl: note.hubUrl, enrolmentCodeFile, mutualTls: null, configVersion: null };
  return { url: note.hubUrl, config: { kioskId: note.kiosk, dataDirectory, fleet } };
}

function readNote(file: string): DemoKioskNote | null {
  try {
    return demoKioskSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** Any answer will do: somebody is there. */
const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS), redirect: 'manual' }).then(
    () => true,
    () => false,
  );
