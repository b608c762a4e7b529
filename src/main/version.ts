import manifest from '../../package.json' with { type: 'json' };

/** Which Raha this is. */
export const RAHA_VERSION: string = manifest.version;
