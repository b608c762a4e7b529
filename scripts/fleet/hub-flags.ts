/**
 * How Node runs a hub. It keeps little (125 MB for 10,000 kiosks) and throws away much: with V8's usual 16 MB nursery and its
 * habit to grow, the garbage of ten thousand greetings stays for long. The line of `npm run hub` in package.json says the
 * same, which a test holds.
 */
export const HUB_NODE_FLAGS: readonly string[] = ['--max-semi-space-size=4', '--max-old-space-size=256'];
