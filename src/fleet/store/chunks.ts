/** SQLite compiles a statement for each number of rows and keeps it: few different numbers keep its memory small. */
const MOST_ROWS = 64;

/** Rows in portions of 64, 32, 16, … 1, so that a table needs seven statements at most. */
export function* chunks<Row>(rows: readonly Row[]): Generator<Row[]> {
  let size = MOST_ROWS;
  for (let start = 0; start < rows.length; start += size) {
    while (size > rows.length - start) size /= 2;
    yield rows.slice(start, start + size);
  }
}
