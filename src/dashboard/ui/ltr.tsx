import type { ReactNode } from 'react';

/** Ids, times, phone numbers, codes: read from left to right wherever they stand. */
export function Ltr({ children }: { readonly children: ReactNode }) {
  return <bdi dir="ltr">{children}</bdi>;
}
