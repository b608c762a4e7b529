import { useEffect, useRef, type ReactNode } from 'react';

/** The screen's title. It takes the focus when the screen comes up, so that a screen reader says where one is. */
export function Heading({ children }: { readonly children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
