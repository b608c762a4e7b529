type Method = (...args: never[]) => unknown;

/** What a double of T may have: methods that T has too. A name that T drops breaks the typecheck of the double. */
export type MethodsOf<T> = { readonly [Name in keyof T]?: Method };
