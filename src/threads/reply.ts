import type { ErrorCode, ErrorPlace } from "../errors/index.js";

/** What a process answers: errors do not cross processes as what they are. */
export type Reply<Answer> =
  | { readonly answer: Answer }
  | {
      readonly refused: {
        readonly code: ErrorCode;
        readonly message: string;
        readonly place: Omit<ErrorPlace, "cause">;
      };
    }
  | { readonly failure: string };
