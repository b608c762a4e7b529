export { ReaderConnection, type ConnectionOptions } from './connection.ts';
export { DRIVER_NAMES, createDecoder, type DriverName } from './driver/drivers.ts';
export { examineReader, findReader, openReader, type ReaderSelector } from './open.ts';
export { ArmedReader, type FrameSink, type ReaderEvent, type ReaderOptions } from './reader.ts';
export { findPageReader, PageLine } from './transport/page.ts';
export { READER_FIX, type ReaderTrouble } from './trouble.ts';
