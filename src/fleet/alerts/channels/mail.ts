import { readFileSync } from 'node:fs';
import { createTransport } from 'nodemailer';
import { fault, ok } from '../../../domain/result.ts';
import type { Sender } from './channel.ts';

export interface MailSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (port 465); otherwise STARTTLS is required, except on loopback. */
  readonly implicitTls: boolean;
  readonly from: string;
  readonly user: string | null;
  readonly passwordFile: string | null;
}

const TIMEOUT_MS = 10_000;
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** Mail through the organisation's relay (SMTP, RFC 5321). */
export function mailSender(settings: MailSettings): Sender {
  const { from, host, implicitTls, passwordFile, port, user } = settings;
  const transport = createTransport({
    host,
    port,
    secure: implicitTls,
    requireTLS: !implicitTls && !LOOPBACK.has(host),
    ignoreTLS: !implicitTls && LOOPBACK.has(host),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    // A message never names a file or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(user === null || passwordFile === null ? {} : { auth: { user, pass: readFileSync(passwordFile, 'utf8').trim() } }),
  });
  return {
    send: async (to, { body, subject }) => {
      try {
        await transport.sendMail({ from, to, subject, text: body });
        return ok(null);
      } catch (error) {
        const code = (error as { responseCode?: number }).responseCode ?? 0;
        return fault(code >= 500 ? 'refused' : 'unreachable');
      }
    },
    close: () => transport.close(),
  };
}
