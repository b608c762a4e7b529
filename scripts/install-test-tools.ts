import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { installPackages, mayInstall } from './debian.ts';

/** Programs that some tests try the product against. Without one of them its tests say SKIPPED, and why. */
const TOOLS: readonly { readonly isThere: () => boolean; readonly packages: readonly string[] }[] = [
  // Pairs of serial ports.
  { isThere: () => runs('socat', '-V'), packages: ['socat'] },
  // Certificates for mutual TLS.
  { isThere: () => runs('openssl', 'version'), packages: ['openssl'] },
  // Reads Arabic paper back.
  { isThere: () => runs('tesseract', '--version'), packages: ['tesseract-ocr', 'tesseract-ocr-ara'] },
  // What the hub may keep its data in, and what several hubs talk over.
  { isThere: () => existsSync('/usr/lib/postgresql'), packages: ['postgresql'] },
  { isThere: () => runs('nats-server', '--version'), packages: ['nats-server'] },
];

const runs = (command: string, argument: string): boolean => spawnSync(command, [argument], { stdio: 'ignore' }).error === undefined;

/** Installs what is missing where that may be done: on Debian, as root. */
export function installTestTools(): void {
  const missing = TOOLS.filter(({ isThere }) => !isThere()).flatMap(({ packages }) => packages);
  if (missing.length === 0 || !mayInstall()) return;
  console.log(`installing for the tests: ${missing.join(', ')} …`);
  installPackages(missing);
}
