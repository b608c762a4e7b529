/** The value of a JSON text; undefined, which JSON can't say, where it isn't one. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
