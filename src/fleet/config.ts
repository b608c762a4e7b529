import { dirname, isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { MAX_PEM_BYTES, readBoundedFile } from '../config-file/bounded-file.ts';
import { parseConfigText, readConfigText } from '../config-file/config-file.ts';
import { fault, ok, type Result } from '../domain/result.ts';

/**
 * The hub's one configuration file (JSON). Every key is required. Paths are relative to the file. Secrets are never in it,
 * only the paths of the files that hold them.
 */
const path = z.string().min(1).max(1024).meta({ title: 'path' });
const text = z.string().min(1).max(200).meta({ title: 'text of up to 200 characters' });
const isLoopback = (host: string): boolean => host === '127.0.0.1' || host === '[::1]' || host === 'localhost';
const url = z
  .url({ protocol: /^https?$/, error: 'expected an https URL' })
  .refine((address) => URL.parse(address)?.protocol === 'https:' || isLoopback(URL.parse(address)?.hostname ?? ''), {
    error: 'expected https (http is for loopback only)',
  })
  .meta({ title: 'https URL' });

/** Paths are put behind it. */
const isBare = (address: string): boolean => URL.parse(address)?.origin === address;

const storeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sqlite') }).describe('One file in the data folder, copied every day; for up to some 1,000 kiosks.'),
  z
    .strictObject({
      kind: z.literal('postgres'),
      urlFile: path.describe('Holds one line such as `postgres://hub:secret@db.example/raha`; readable by the hub only.'),
      connections: z.int().min(2).max(50).describe('How many connections this hub may hold.'),
    })
    .describe('PostgreSQL 15 or newer; for more kiosks, or more than one hub.'),
]);

export const hubConfigSchema = z.strictObject({
  pageUrl: url.refine(isBare, 'expected an address that ends with its host or port').describe('Where officers open the page; it stands in messages, and its https decides the cookie.'),
  host: z.string().min(1).max(253).describe('Where the hub listens: `127.0.0.1` behind a proxy, `0.0.0.0` without one.'),
  port: z.int().min(0).max(65_535).describe('0 takes any that is free.'),
  dataFolder: path.describe("Keys, the SQLite file and its copies; readable by the hub's user only."),
  store: storeSchema.describe('Where everything is kept.'),
  natsUrl: z
    .url({ protocol: /^(nats|tls)$/, error: 'expected a nats or tls URL' })
    .nullable()
    .describe('NATS between hubs that share one PostgreSQL; null for a hub on its own.'),
  tls: z
    .strictObject({
      keyFile: path.describe('PEM: the private key.'),
      certificateFile: path.describe('PEM: the certificate with its chain.'),
      kioskAuthorityFile: path.nullable().describe('PEM: who signs the certificates of kiosks; null where kiosks prove themselves by their enrolled key alone.'),
    })
    .nullable()
    .describe('Null where a proxy in front of the hub ends TLS.'),
  mail: z
    .strictObject({
      host: text.describe("The organisation's relay."),
      port: z.int().min(1).max(65_535).describe('587 for STARTTLS, 465 for TLS from the first byte.'),
      implicitTls: z.boolean().describe('TLS from the first byte; otherwise STARTTLS is required.'),
      from: z.email().describe('Who the messages are from.'),
      user: text.nullable().describe('Null where the relay asks for no sign-in.'),
      passwordFile: path.nullable().describe('Holds the password and nothing else.'),
    })
    .nullable()
    .describe('Null: nobody gets mail.'),
  sms: z
    .strictObject({
      url: url.describe('Takes `{"to", "text"}` by POST and answers 2xx.'),
      tokenFile: path.nullable().describe('Holds the bearer token; null where none is asked for.'),
    })
    .nullable()
    .describe('A gateway for text messages; null: nobody gets any.'),
  oidc: z
    .strictObject({
      name: text.describe('What the button on the sign-in page says.'),
      issuer: url.describe('Its discovery document is read from there.'),
      clientId: text.describe('The name under which the organisation knows the hub.'),
      clientSecretFile: path.describe('Holds the client secret and nothing else.'),
    })
    .nullable()
    .describe("The organisation's own sign-in (OpenID Connect); null: local accounts only."),
  desired: z
    .strictObject({
      version: text.nullable().describe('What kiosks should run; null: nobody is told that a kiosk is behind.'),
      configVersion: text.nullable().describe('The configuration kiosks should run; null: drift is not watched.'),
    })
    .describe('What the fleet should look like.'),
});
export type HubConfig = z.infer<typeof hubConfigSchema>;

/** Reads and checks the file, and the files it names. The fault is one line that names the key and what was expected. */
export function readHubConfig(file: string): Result<HubConfig, string> {
  const json = readConfigText(file);
  const config = json.ok ? parseConfigText(json.value, hubConfigSchema) : json;
  if (!config.ok) return fault(`configuration ${file}: ${config.fault}`);
  const value = withAbsolutePaths(config.value, dirname(resolve(file)));
  const wrong = mailFault(value) ?? namedFileFault(value);
  return wrong === null ? ok(value) : fault(`configuration ${file}: ${wrong}`);
}

const mailFault = ({ mail }: HubConfig): string | null =>
  mail === null || (mail.user === null) === (mail.passwordFile === null) ? null : 'mail.passwordFile: expected one where mail.user is named, null where it is null';

/** Keys, certificates and secrets have to be there at the start; what is in them is for whoever uses them. */
function namedFileFault({ mail, oidc, sms, store, tls }: HubConfig): string | null {
  const named: Readonly<Record<string, string | null | undefined>> = {
    'store.urlFile': store.kind === 'postgres' ? store.urlFile : null,
    'tls.keyFile': tls?.keyFile,
    'tls.certificateFile': tls?.certificateFile,
    'tls.kioskAuthorityFile': tls?.kioskAuthorityFile,
    'mail.passwordFile': mail?.passwordFile,
    'sms.tokenFile': sms?.tokenFile,
    'oidc.clientSecretFile': oidc?.clientSecretFile,
  };
  for (const [key, file] of Object.entries(named)) {
    const read = file === null || file === undefined ? null : readBoundedFile(file, MAX_PEM_BYTES);
    if (read?.ok === false) return `${key}: ${file ?? ''} ${read.fault}`;
  }
  return null;
}

function withAbsolutePaths(config: HubConfig, base: string): HubConfig {
  const at = (file: string): string => (isAbsolute(file) ? file : resolve(base, file));
  const atOrNull = (file: string | null): string | null => (file === null ? null : at(file));
  const { mail, oidc, sms, store, tls } = config;
  return {
    ...config,
    dataFolder: at(config.dataFolder),
    store: store.kind === 'postgres' ? { ...store, urlFile: at(store.urlFile) } : store,
    tls:
      tls === null
        ? null
        : { keyFile: at(tls.keyFile), certificateFile: at(tls.certificateFile), kioskAuthorityFile: atOrNull(tls.kioskAuthorityFile) },
    mail: mail === null ? null : { ...mail, passwordFile: atOrNull(mail.passwordFile) },
    sms: sms === null ? null : { ...sms, tokenFile: atOrNull(sms.tokenFile) },
    oidc: oidc === null ? null : { ...oidc, clientSecretFile: at(oidc.clientSecretFile) },
  };
}
