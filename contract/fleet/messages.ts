/**
 * The fleet protocol, version 1: what kiosk and hub say to each other. The schemas are the definition; contract/fleet/v1/
 * holds the same as JSON Schema for whoever writes another client.
 */
export * from './limits.ts';
export { PROTOCOL_VERSION } from './fields.ts';
export * from './identity.ts';
export * from './session.ts';
export * from './delivery.ts';
export * from './job-catalogue.ts';
export * from './jobs.ts';
export * from './components.ts';
