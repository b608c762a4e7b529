import { readFileSync } from 'node:fs';
import { fault, ok, type Result } from '../../domain/result.ts';
import type { MutualTlsFiles } from '../gateway/config.ts';
import { enterHub } from './door.ts';
import { endOfCall, type HubCalls } from './hub-calls.ts';
import type { FleetIdentity } from './identity.ts';
import { openWebSocket, type Link, type LinkEnd, type LinkEvents, type LinkTls } from './link.ts';
import { openPolling } from './polling.ts';
import { BARRED_FOR_MS, Ways } from './ways.ts';

export interface UplinkOptions {
  readonly url: URL;
  readonly mutualTls: MutualTlsFiles | null;
  readonly calls: HubCalls;
  readonly identity: FleetIdentity;
  readonly monotonicMs: () => number;
  readonly after: (ms: number, run: () => void) => () => void;
}

/** Opens links to the hub, each by the best way there is. */
export class Uplink {
  readonly #options: UplinkOptions;
  readonly #tls: LinkTls | null;
  readonly #ways: Ways;
  #way: 'websocket' | 'polling' = 'websocket';

  /** Throws where a file of `mutualTls` can't be read. */
  constructor(options: UplinkOptions) {
    this.#options = options;
    this.#tls = options.mutualTls === null ? null : tlsOf(options.mutualTls);
    this.#ways = new Ways(options.monotonicMs);
  }

  /** The way of the last link. */
  get way(): 'websocket' | 'polling' {
    return this.#way;
  }

  /** The hub has spoken on the last link. */
  worked(): void {
    if (this.#way === 'websocket') this.#ways.worked();
  }

  async open(events: LinkEvents): Promise<Result<Link, LinkEnd>> {
    const { calls, identity, url } = this.#options;
    const token = await enterHub({ calls, identity });
    if (!token.ok) return token;
    if (!this.#ways.isOpen) return ok(this.#poll(events));
    this.#ways.tried();
    this.#way = 'websocket';
    const link = await openWebSocket(url, token.value, this.#tls, events);
    if (link.ok) return link;
    // Whether it is the hub that is away, or says no, shows in the next proof of identity.
    calls.forgetToken();
    if (link.fault.code === 'refused' || (link.fault.code === 'lost' && !this.#ways.isDoubtful)) return link;
    const proof = await calls.token();
    if (!proof.ok) return fault(endOfCall(proof.fault));
    this.#ways.barred();
    return ok(this.#poll(events));
  }

  #poll(events: LinkEvents): Link {
    const { after, calls } = this.#options;
    this.#way = 'polling';
    return openPolling({ calls, after, lifetimeMs: BARRED_FOR_MS }, events);
  }
}

const tlsOf = ({ certificateAuthorityFile, certificateFile, keyFile }: MutualTlsFiles): LinkTls => ({
  ca: readFileSync(certificateAuthorityFile),
  cert: readFileSync(certificateFile),
  key: readFileSync(keyFile),
});
