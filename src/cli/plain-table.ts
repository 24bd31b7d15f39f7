/** Tables without rules between rows: each row is a line. */
export const PLAIN_TABLE = {
  style: { head: [], border: [] },
  chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
};
