import { randomUUID, type KeyObject } from 'node:crypto';
import { signText } from '../../contract/fleet/keys.ts';
import { challengeText } from '../../contract/fleet/messages.ts';
import { COMPONENT_IDS } from '../../src/domain/health.ts';
import type { HubHttp } from './hub-http.ts';
import { LightSocket } from './light-socket.ts';

/** What happened to all messages of a simulation. */
export interface Tally {
  messages: number;
  acked: number;
  /** From the moment a message was due, not from when a busy simulator got round to it. */
  readonly ackMs: number[];
  eventsSent: number;
}

const NOW = new Date().toISOString();
const HEALTHY = COMPONENT_IDS.map((component) => ({ component, state: 'ok', reason: null, since: NOW, asOf: NOW, value: null }));

/** Everything a kiosk says to the hub, at next to no cost. */
export class LightKiosk {
  readonly #id: string;
  readonly #tally: Tally;
  readonly #boot = randomUUID();
  readonly #waiting = new Map<number, number>();
  #token = '';
  #socket: LightSocket | null = null;
  #n = 0;
  #conn = 0;
  #seq = 0;
  #isPaperLow = false;

  constructor(id: string, tally: Tally) {
    this.#id = id;
    this.#tally = tally;
  }

  async signIn(http: HubHttp, key: KeyObject): Promise<void> {
    const asked = await http.post('/v1/challenge', JSON.stringify({ v: 1, kiosk: this.#id }), null);
    const challenge = String(asked.body['challenge']);
    const signature = signText(key, challengeText(this.#id, challenge));
    const answer = await http.post('/v1/token', JSON.stringify({ v: 1, kiosk: this.#id, challenge, signature }), null);
    if (answer.status !== 200) throw new Error(`${this.#id} got no token: ${String(answer.body['problem'])}`);
    this.#token = String(answer.body['token']);
  }

  /** Connects and says hello. False: the hub sent it away for now. */
  connect(port: number): Promise<boolean> {
    this.#n = 1;
    this.#conn += 1;
    return new Promise((done) => {
      const socket = new LightSocket(port, '/v1/session', this.#token, {
        onOpen: () => socket.send(this.#hello()),
        onText: (text) => {
          if (text.includes('"type":"welcome"')) done(true);
          else this.#acknowledged(text);
        },
        onEnd: () => done(false),
      });
      this.#socket = socket;
    });
  }

  beat(dueMs: number): void {
    this.#say(dueMs, 'hb', `"screen":"A1","gauges":{"outbox_events":0,"outbox_oldest_s":0,"disk_used_percent":41,"temperature_celsius":47.5,"memory_mb":612,"hub_ms":21,"paper_used_mm":18250,"visits":57}`);
  }

  /** Paper gets low, or has been changed. */
  delta(dueMs: number): void {
    this.#isPaperLow = !this.#isPaperLow;
    const now = new Date().toISOString();
    const state = this.#isPaperLow ? '"state":"degraded","reason":"paper.low"' : '"state":"ok","reason":null';
    const part = `{"component":"paper",${state},"since":"${now}","asOf":"${now}","value":null}`;
    this.#say(dueMs, 'delta', `"components":[${part}],"admin":{"maintenance":false,"closed":false},"screen":"A1"`);
  }

  /** What one visit writes down: ten events. @param again whether the answer gets lost, so that the kiosk sends once more */
  async visit(http: HubHttp, dueMs: number, again: boolean): Promise<void> {
    const monotonicMs = Math.round(performance.now());
    const events = Array.from({ length: 10 }, () => {
      this.#seq += 1;
      return { boot: this.#boot, seq: this.#seq, type: 'journey.lookup_sent', atMs: Date.now(), monotonicMs, data: { journey: 1 } };
    });
    const body = JSON.stringify({ v: 1, boot: this.#boot, atMs: Date.now(), monotonicMs, offsetMs: 0, events });
    this.#tally.eventsSent += events.length;
    for (let time = 0; time < (again ? 2 : 1); time += 1) {
      this.#tally.messages += 1;
      const answer = await http.post('/v1/events', body, this.#token);
      if (answer.status === 200 && answer.body['ackedSeq'] === this.#seq) this.#tally.acked += 1;
      if (time === 0) this.#tally.ackMs.push(performance.now() - dueMs);
    }
  }

  destroy(): void {
    this.#socket?.destroy();
  }

  #say(dueMs: number, type: 'hb' | 'delta', rest: string): void {
    this.#n += 1;
    this.#waiting.set(this.#n, dueMs);
    this.#tally.messages += 1;
    const clock = `{"atMs":${String(Date.now())},"monotonicMs":${String(Math.round(performance.now()))}}`;
    this.#socket?.send(`{"v":1,"type":"${type}","n":${String(this.#n)},"clock":${clock},${rest}}`);
  }

  #acknowledged(text: string): void {
    const n = Number(/"type":"ack","n":(\d+)/.exec(text)?.[1]);
    const dueMs = this.#waiting.get(n);
    if (dueMs === undefined) return;
    this.#waiting.delete(n);
    this.#tally.acked += 1;
    this.#tally.ackMs.push(performance.now() - dueMs);
  }

  #hello(): string {
    return JSON.stringify({
      v: 1,
      type: 'hello',
      n: 1,
      kiosk: this.#id,
      boot: this.#boot,
      conn: this.#conn,
      appVersion: '0.2.0',
      configVersion: 'simulated',
      jobs: [],
      components: HEALTHY,
      admin: { maintenance: false, closed: false },
      screen: 'A1',
      gauges: {},
      clock: { atMs: Date.now(), monotonicMs: 1 },
    });
  }
}
