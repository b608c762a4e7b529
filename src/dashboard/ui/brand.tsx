import './brand.css';

/** The placeholder mark in the colour of the text; an emirate puts its own there. */
export function Brand() {
  return <span className="brand" aria-hidden="true" />;
}
