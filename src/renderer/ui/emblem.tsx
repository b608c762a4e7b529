import './emblem.css';

/** Our own placeholder, a palm in an eight-point star: the state's emblem needs a written permission. */
export function Emblem() {
  return (
    <svg className="emblem" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <rect className="emblem__ground" x="1" y="1" width="46" height="46" rx="11" />
      <path
        className="emblem__star"
        d="M24 7.5 28.8 12.4H35.6V19.2L40.5 24 35.6 28.8V35.6H28.8L24 40.5 19.2 35.6H12.4V28.8L7.5 24 12.4 19.2V12.4H19.2Z"
      />
      <path
        className="emblem__palm"
        d="M24 35V21.5M24 21.5C24 17.8 22.6 15.2 20.4 13.8M24 21.5C24 17.8 25.4 15.2 27.6 13.8M24 21.5C21.6 18.8 18.7 18.2 15.8 19.2M24 21.5C26.4 18.8 29.3 18.2 32.2 19.2M24 21.5C20.8 21.4 18.5 23 17.3 26M24 21.5C27.2 21.4 29.5 23 30.7 26M20 35h8"
      />
    </svg>
  );
}
