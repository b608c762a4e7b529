/**
 * Printers scan every byte they receive for real-time commands, also the dots of a picture: DLE EOT (10 04) and
 * DLE ENQ (10 05) would be answered or obeyed, DLE DC4 (10 14) can clear the buffer or switch the printer off.
 */
const DLE = 0x10;
const SECOND_BYTES: ReadonlySet<number> = new Set([0x04, 0x05, 0x14]);

/** Whether bytes that go out as they stand contain what a printer takes for a real-time command. */
export function hasLookAlike(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(DLE); at >= 0; at = bytes.indexOf(DLE, at + 1)) {
    if (SECOND_BYTES.has(bytes[at + 1] ?? 0)) return true;
  }
  return false;
}
