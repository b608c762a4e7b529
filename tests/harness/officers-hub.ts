import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOTP } from 'otpauth';
import { HUB_FILES } from '../../scripts/checkout.ts';
import { FIRST_ROLL_OUT } from '../../scripts/demo-roster.ts';
import type { Officer } from '../../src/fleet/access/officers.ts';
import { createHub, type Hub } from '../../src/fleet/hub.ts';
import { openOfficerRoom, type OfficerRoom } from '../../src/fleet/officers/open.ts';
import { registerOfficersPage } from '../../src/fleet/officers/static.ts';
import { newTotpSecret } from '../../src/sign-in/one-time-code.ts';
import { hashSecret } from '../../src/sign-in/secret-hash.ts';
import { loadTexts } from '../../src/texts/load-texts.ts';

export const PASSWORD = 'synthetic pass phrase';

/** A whole hub with its officers' page, whose clock stands still until the test moves it. */
export class OfficersHub implements AsyncDisposable {
  nowMs: number;
  hub!: Hub;
  room!: OfficerRoom;
  readonly #folder = mkdtempSync(join(tmpdir(), 'raha-dashboard-'));
  readonly #secrets = new Map<string, string>();
  #beats: NodeJS.Timeout | undefined;
  readonly #here = new Set<string>();

  private constructor(nowMs: number) {
    this.nowMs = nowMs;
  }

  static async start(nowMs: number, page: string, port = 0): Promise<OfficersHub> {
    const own = new OfficersHub(nowMs);
    await own.#listen(page, port);
    await own.hub.addKiosks(FIRST_ROLL_OUT);
    // Presence goes by a clock that nobody stops: whoever is here says so.
    own.#beats = setInterval(() => own.#here.forEach((kiosk) => own.hub.fleet.heard(kiosk)), 5_000);
    return own;
  }

  async #listen(page: string, port: number): Promise<void> {
    this.hub = await createHub({
      store: { kind: 'sqlite', file: join(this.#folder, 'hub.sqlite') },
      keysFolder: join(this.#folder, 'keys'),
      host: '127.0.0.1',
      port,
      tls: null,
      now: () => this.nowMs,
      extend: async (server, opened) => {
        this.room = await openOfficerRoom(server, opened, {
          pageUrl: 'http://127.0.0.1',
          dataFolder: this.#folder,
          texts: loadTexts(HUB_FILES.locales, ['alerts', 'health', 'kpi']),
          pdfFonts: HUB_FILES.pdfFonts,
          mail: null,
          sms: null,
          oidc: null,
          desired: { version: null, configVersion: null },
          onError: (error) => {
            throw error;
          },
        });
        registerOfficersPage(server, page, false);
      },
    });
  }

  /** Kiosks that go on being heard, as real time goes by. */
  keepHere(kiosk: string): void {
    this.#here.add(kiosk);
  }
  letGo(kiosk: string): void {
    this.#here.delete(kiosk);
  }

  async officer(account: string, change: Partial<Officer> = {}): Promise<void> {
    const totpSecret = newTotpSecret();
    this.#secrets.set(account, totpSecret);
    const known = await this.room.officers.find(account);
    await this.room.officers.save({
      account,
      name: { ar: account, en: account },
      role: 'administrator',
      duties: ['manager'],
      sites: null,
      language: 'ar',
      mail: null,
      phone: null,
      oidcSubject: null,
      isDisabled: false,
      ...known,
      ...change,
      local: { password: await hashSecret(PASSWORD, { n: 1024, r: 8, p: 1 }), totpSecret, lastStep: 0 },
    });
  }

  codeOf(account: string): string {
    return new TOTP({ secret: this.#secrets.get(account) ?? '' }).generate({ timestamp: this.nowMs });
  }

  /** Lets the hub's clock run on, with a look at the alerts every `stepMs`. */
  async pass(ms: number, stepMs = 15_000): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      this.nowMs += Math.min(stepMs, ms - passed);
      if (this.nowMs % 3_600_000 < stepMs) await this.room.backups.tick();
      await this.room.desk.look();
    }
    await this.room.desk.post();
  }

  /** Ends the server as a crash would; its data stay. */
  async stop(): Promise<void> {
    clearInterval(this.#beats);
    await this.room.close();
    await this.hub.close();
  }

  /** The same hub again, at the same address. */
  async startAgain(page: string, port: number): Promise<void> {
    await this.#listen(page, port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
