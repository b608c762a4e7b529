/** What keeps a card reader from working, for the technician. A visitor only learns that there is no reader. */
export type ReaderTrouble =
  /** No device matches the configuration. */
  | 'no_reader'
  /** The device is there, but this user may not open it. */
  | 'no_permission'
  /** The device, or one of the same maker in its place, is set up as something that can't be used. */
  | 'wrong_mode'
  /** The device also claims to be a keyboard, which a card reader has no need of. */
  | 'also_keyboard'
  /** More than one device matches, so that nobody can say which one is meant. */
  | 'several_readers'
  /** The device was there and went away. */
  | 'unplugged'
  /** More documents a second than a person can present. */
  | 'untrusted_input'
  /** The device is there, but opening it failed for another reason. */
  | 'open_failed'
  /** node-hid or serialport couldn't be loaded: on Debian libusb-1.0-0 or libudev1 is missing, or they were built for another system. */
  | 'no_native_module';

/** What to do about it, in one line. Without anything that a card or a device said. */
export const READER_FIX: Readonly<Record<ReaderTrouble, string>> = {
  no_reader: 'plug the reader in, or correct vendorId, productId and serialNumber in the configuration',
  no_permission: "install the udev rules and add the kiosk's user to the group raha",
  wrong_mode: 'switch the reader to HID-POS or to a serial port with its setup bar code; an encrypting stripe reader cannot serve',
  also_keyboard: "switch off the reader's keyboard with its setup bar code, or use the driver wedge-hidraw",
  several_readers: 'put the serialNumber of the right one into the configuration',
  unplugged: "check the reader's cable and its power",
  untrusted_input: 'find out who or what sends; replace the reader if it does so by itself',
  open_failed: 'unplug the reader for five seconds; replace it if that does not help',
  no_native_module: 'apt-get install libusb-1.0-0 libudev1; if that does not help, install the kiosk again',
};
