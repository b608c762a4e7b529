import './emblem.css';

/**
 * The emirate's mark in the colour of the text. What ships is our own placeholder, a palm in an eight-point star:
 * the emblem of the state or of an emirate needs a written permission.
 */
export function Emblem() {
  return (
    <span className="emblem" aria-hidden="true">
      <span className="emblem__mark" />
    </span>
  );
}
