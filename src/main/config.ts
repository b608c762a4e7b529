import { isAbsolute, resolve, dirname } from 'node:path';
import { z } from 'zod';
import { parseConfigText, readConfigText } from '../config-file/config-file.ts';
import { serialSettings } from '../devices/printer/transport/serial-settings.ts';
import { IDENTITY_KINDS, parseCivilNumber } from '../domain/identity.ts';
import { fault, ok, type Result } from '../domain/result.ts';

/**
 * The kiosk's one configuration file (JSON). Every key is required: a kiosk never runs on a silent default. Paths are
 * relative to the file. Secrets are never in it, only the paths of the files that hold them.
 */
const text = z.string().min(1).max(120).meta({ title: 'text of up to 120 characters' });
const localizedText = z.looseObject({ ar: text }).catchall(text).meta({ title: 'text by language, `ar` at least' });
const languageCode = z.string().regex(/^[a-z]{2,3}$/, 'expected a language code such as "ar"').meta({ title: 'language code' });
const path = z.string().min(1).max(1024).meta({ title: 'path' });

const gatewayUrl = z
  .url({ protocol: /^https?$/, error: 'expected an https URL' })
  .refine(isPrivateOnTheWire, 'expected https (http is for loopback only)')
  .refine(holdsNoPassword, 'expected an address without a user or a password')
  .refine(isWholeAddress, 'expected an address without ? or #');

const mutualTlsSchema = z.strictObject({
  certificateAuthorityFile: path.describe("PEM: who signed the server's certificate."),
  certificateFile: path.describe("PEM: this kiosk's certificate."),
  keyFile: path.describe('PEM: its private key.'),
});

const gatewaySchema = z.strictObject({
  baseUrl: gatewayUrl.describe("Where the contract's paths begin."),
  tokenUrl: gatewayUrl.nullable().describe('Where tokens are issued; null: at `/oauth2/token` under the base URL.'),
  clientId: z.string().min(1).max(200).describe('The name under which the emirate knows this kiosk.'),
  clientSecretFile: path.describe('Holds the client secret and nothing else; readable by the kiosk only.'),
  mutualTls: mutualTlsSchema
    .nullable()
    .describe('Null where the emirate asks for no client certificate.'),
  answerWithinSeconds: z
    .int()
    .min(3)
    .max(18)
    .describe('How long one question to the gateway may take with its retry; 8 on an office line, more on a weak one.'),
});

/** Four hex digits as `lsusb` shows them; null stands for "any". */
const usbId = z
  .string()
  .regex(/^[0-9a-f]{4}$/, 'expected four hex digits such as "0c2e"')
  .meta({ title: 'four hex digits' })
  .transform((digits) => Number.parseInt(digits, 16));
const usbDevice = {
  vendorId: usbId.nullable().describe('As `lsusb` shows it; null for any.'),
  productId: usbId.nullable().describe('As `lsusb` shows it; null for any.'),
  serialNumber: text.nullable().describe('As the device tells it; null for any.'),
};

const readerSchema = z.discriminatedUnion('driver', [
  z.strictObject({ driver: z.literal('virtual') }).describe('Cards are shown in the dock; demo only.'),
  z.strictObject({ driver: z.literal('none') }).describe('Identities are typed.'),
  z
    .strictObject({ driver: z.enum(['auto', 'hid-pos-barcode', 'msr-hid']), ...usbDevice })
    .describe('A USB imager or stripe reader; [readers](readers.md) says which driver is whose.'),
  z
    .strictObject({
      driver: z.literal('wedge-hidraw'),
      ...usbDevice,
      vendorId: usbId.describe('Must be named: any keyboard would match otherwise.'),
    })
    .describe('A reader that pretends to be a keyboard, on Linux.'),
  z
    .strictObject({ driver: z.literal('wedge-page') })
    .describe('The same where it can only be read through the page, as on Windows: every character key counts as the reader\'s.'),
  z
    .strictObject({
      driver: z.enum(['mrz-text', 'mrz-text-elyctis']),
      ...usbDevice,
      path: path.nullable().describe('Such as `/dev/ttyS0`; null for a USB reader, which is found by its ids.'),
      baudRate: z.int().min(300).max(921_600).describe('As the reader is set; USB readers ignore it.'),
    })
    .describe('A zone reader behind a serial line.'),
]);

const fleetSchema = z.strictObject({
  hubUrl: gatewayUrl
    .refine((url) => URL.parse(url)?.pathname === '/', 'expected an address without a path')
    .describe('The [fleet hub](hub.md): the address of its page.'),
  enrolmentCodeFile: path
    .nullable()
    .describe('Holds the one-time code of the enrolment, until the hub has taken it; null for a kiosk that is enrolled already.'),
  mutualTls: mutualTlsSchema.nullable().describe('Null where the hub asks for no certificate beside the key the kiosk made itself.'),
  configVersion: z
    .string()
    .regex(/^[\w.-]{1,60}$/, 'expected a short name such as "2026-11"')
    .nullable()
    .describe('What the hub calls this configuration; null: a fingerprint of it.'),
});

export const configSchema = z.strictObject({
  mode: z
    .enum(['production', 'demo'])
    .describe('`demo` allows virtual devices and the dock and marks the screen; `production` refuses both.'),
  kioskId: z
    .string()
    .regex(/^[A-Z]{2,3}-[0-9]{3}$/, 'expected a kiosk id such as "MK-007"')
    .describe('As it stands on the machine; two or three letters, a dash, three digits.'),
  emirate: localizedText.describe('In the header of every screen and receipt.'),
  site: localizedText.describe('Where the kiosk stands.'),
  nearest: localizedText.nullable().describe('Where to go when this kiosk is out of service; null where there is no other.'),
  languages: z
    .array(languageCode)
    .min(1)
    .max(20)
    .refine((codes) => new Set(codes).size === codes.length, 'expected each language once')
    .describe('Each has a folder in `assets/locales`; the first one is that of the attract screen.'),
  firstScreen: z
    .enum(['language', 'home'])
    .describe('What a touch on the attract screen opens. `home`: in the first language, others by the button in the header.'),
  numerals: z.enum(['latn', 'arab']).describe('Digits of dates on the screen: 2026 or ٢٠٢٦. Numbers, and whatever is printed, are always 1234.'),
  helpPhone: z
    .string()
    .regex(/^[0-9+ ]{3,20}$/, 'expected digits, + and spaces')
    .describe('The number on the help screen.'),
  yearsBack: z.int().min(0).max(20).describe('How many Hijri years before the current one may be inquired about.'),
  dataDirectory: path.describe(
    'Where the kiosk keeps its [journal](operations.md#the-data-directory); made when it is missing. On a local disk, for this kiosk alone.',
  ),
  display: z.strictObject({
    pixelsPerMm: z.number().min(1).max(20).describe('Panel pixels per millimetre: of 1080 × 1920, 4.03 on 21.5 inch, 3.21 on 27 inch, 2.71 on 32 inch.'),
    lowerEdgeMm: z.int().min(0).max(1500).describe("Height of the panel's lower edge above the floor."),
  }),
  gateway: gatewaySchema,
  identityDocuments: z
    .array(z.enum(IDENTITY_KINDS))
    .min(1)
    .refine((kinds) => new Set(kinds).size === kinds.length, 'expected each kind once')
    .describe("Whose numbers count, by card and by keypad; `border_number` only where the emirate's gateway takes it."),
  reader: readerSchema.describe('How a card is read.'),
  typedIdentity: z
    .boolean()
    .describe('Whether a number may be typed instead. `false`: by card only, and without a working reader there is no inquiry.'),
  printer: z.strictObject({
    address: z
      .string()
      .refine(isPrinterAddress, 'expected "virtual", "tcp://host:port", "serial:///dev/…?baud=…" or "file:///dev/…"')
      .describe('`virtual`, `tcp://host:9100`, `serial:///dev/ttyS0?baud=38400&flow=hardware` or `file:///dev/usb/lp0`.'),
    profile: z
      .enum(['P0', 'P1', 'P2', 'P3', 'P4'])
      .describe('How much the printer has been shown to understand; [printing](printing.md) says when to choose which.'),
    believesProcessId: z
      .boolean()
      .describe('False for a printer that the calibration found to confirm receipts it has not printed yet.'),
    provisioningFile: path
      .nullable()
      .describe('What `npm run printer:provision` wrote down; for P3 and P4, which print as P2 without it.'),
    waitForPaperSeconds: z
      .int()
      .min(0)
      .max(25)
      .describe(
        'When the paper ends within a receipt: how long to wait for a new roll and print the whole once more, marked as a copy. 0 where nobody stands by; the visitor then gets the code on the screen at once.',
      ),
    paperWidthMm: z.union([z.literal(80), z.literal(58)], 'expected 80 or 58').describe('Width of the roll.'),
  }),
  fitted: z
    .strictObject({
      touchScreen: z.boolean().describe('The kernel shows a touch screen (Linux); without it the kiosk goes out of service.'),
      temperatureSensor: z.boolean().describe('There is one in `/sys/class/thermal`; too hot, and the kiosk rests.'),
      battery: z.boolean().describe('A battery or UPS is in `/sys/class/power_supply`; almost empty, and the kiosk rests.'),
    })
    .describe('What this machine has beyond the least, so that its absence is a fault; see [health](health.md).'),
  staff: z
    .strictObject({
      accountsFile: path.describe('Who may enter; written by `npm run staff:account`, readable by the kiosk\'s user alone.'),
      testCard: z
        .string()
        .refine((digits) => parseCivilNumber(digits).ok, 'expected ten digits of a well-formed number')
        .describe('The number on the card that technicians test the reader with; one that no person has.'),
    })
    .nullable()
    .describe('The [staff room](staff.md); null where nobody may enter at the kiosk itself.'),
  fleet: fleetSchema.nullable().describe('The hub that looks after this kiosk; null where there is none.'),
});

export type KioskConfig = z.infer<typeof configSchema>;
type MutualTls = z.infer<typeof mutualTlsSchema>;

function isPrivateOnTheWire(url: string): boolean {
  const parsed = URL.parse(url);
  if (parsed === null) return true;
  const { hostname, protocol } = parsed;
  return protocol === 'https:' || hostname === '127.0.0.1' || hostname === '[::1]' || hostname === 'localhost';
}

function holdsNoPassword(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed === null || (parsed.username === '' && parsed.password === '');
}

function isWholeAddress(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed === null || (parsed.search === '' && parsed.hash === '');
}

function isPrinterAddress(address: string): boolean {
  if (address === 'virtual' || /^file:\/\/\/\S+$/.test(address)) return true;
  if (!address.startsWith('serial:')) return /^tcp:\/\/[^\s/:]+:\d{1,5}$/.test(address) && URL.canParse(address);
  try {
    serialSettings(address);
    return true;
  } catch {
    return false;
  }
}

/** Reads and checks the file. The fault is one line that names the key and what was expected. */
export function readConfig(file: string): Result<KioskConfig, string> {
  const json = readConfigText(file);
  const config = json.ok ? parseConfig(json.value) : json;
  return config.ok ? ok(withAbsolutePaths(config.value, dirname(resolve(file)))) : fault(`configuration ${file}: ${config.fault}`);
}

/** Checks the text of a configuration file. */
export function parseConfig(json: string): Result<KioskConfig, string> {
  const parsed = parseConfigText(json, configSchema);
  return parsed.ok ? checkTogether(parsed.value) : parsed;
}

/** What no single key can show. */
function checkTogether(config: KioskConfig): Result<KioskConfig, string> {
  if (config.reader.driver === 'none' && !config.typedIdentity)
    return fault('typedIdentity: expected true where reader.driver is "none"; nobody could say who asks');
  if (config.mode === 'demo') return ok(config);
  if (config.reader.driver === 'virtual') return fault('reader.driver: "virtual" is refused when mode is "production"');
  if (config.printer.address === 'virtual') return fault('printer.address: "virtual" is refused when mode is "production"');
  return ok(config);
}

function withAbsolutePaths(config: KioskConfig, base: string): KioskConfig {
  const absolute = (file: string): string => (isAbsolute(file) ? file : resolve(base, file));
  const { fleet } = config;
  const { clientSecretFile, mutualTls } = config.gateway;
  const { provisioningFile } = config.printer;
  const absoluteTls = (files: MutualTls | null): MutualTls | null =>
    files === null
      ? null
      : {
          certificateAuthorityFile: absolute(files.certificateAuthorityFile),
          certificateFile: absolute(files.certificateFile),
          keyFile: absolute(files.keyFile),
        };
  return {
    ...config,
    dataDirectory: absolute(config.dataDirectory),
    printer: { ...config.printer, provisioningFile: provisioningFile === null ? null : absolute(provisioningFile) },
    staff: config.staff === null ? null : { ...config.staff, accountsFile: absolute(config.staff.accountsFile) },
    gateway: {
      ...config.gateway,
      clientSecretFile: absolute(clientSecretFile),
      mutualTls: absoluteTls(mutualTls),
    },
    fleet:
      fleet === null
        ? null
        : {
            ...fleet,
            enrolmentCodeFile: fleet.enrolmentCodeFile === null ? null : absolute(fleet.enrolmentCodeFile),
            mutualTls: absoluteTls(fleet.mutualTls),
          },
  };
}
