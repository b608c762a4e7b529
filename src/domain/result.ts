/** The outcome of anything a person, a card, a cable, paper or a server can spoil. Bugs throw instead. */
export type Result<T, F> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: F };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
export const fault = <F>(value: F): { readonly ok: false; readonly fault: F } => ({ ok: false, fault: value });

/** A string or number that has been checked and may not be mixed with others of its kind. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };

/** Makes the compiler prove that a switch over a union is complete. */
export function unreachable(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
