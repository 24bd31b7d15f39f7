import type { WindowOutputs } from "../encoder/index.js";
import { type CueEdges, readWindow, type WindowReading } from "../graph/index.js";
import { nameResolver } from "../resolution/index.js";
import type { ModelSettings, RequestedTarget, Statement } from "../schemas/index.js";
import { draftStatements } from "../statements/index.js";
import type { GiveWay } from "../text/index.js";
import { centralWindows, type PieceDocument, type Window } from "../windows/index.js";
import { nameStatements } from "./name-statements.js";
import {
  type PossibleMention,
  plainWords,
  possibleMentions,
  requestedStance,
  resolvedKeys,
  wantedTargets,
} from "./requested-targets.js";

/** Collects what the windows of a document say, and makes its statements of it when all have been read. */
export interface DocumentReader {
  /** Takes what is needed of a window's outputs. */
  read(index: number, outputs: WindowOutputs): void;
  statements(giveWay: GiveWay): Promise<Statement[]>;
  /** Milliseconds spent in reading so far. */
  readonly readMs: number;
}

/** A reader of a document's windows; `requested` are the targets that the caller named. */
export function createReader(
  document: PieceDocument,
  windows: readonly Window[],
  requested: readonly RequestedTarget[] | undefined,
  settings: ModelSettings,
): DocumentReader {
  const { words } = document;
  const owner = centralWindows(document, windows);
  const wanted = requested && wantedTargets(requested);
  const plainWord = plainWords(words);
  const readings: WindowReading[] = [];
  const possible = new Map<CueEdges, PossibleMention[][]>();
  let readMs = 0;

  return {
    read(index, outputs) {
      const began = performance.now();
      const view = { document, window: windows[index]!, index, outputs };
      const reading = readWindow(view, settings, (word) => owner[word] === index);
      readings[index] = reading;
      for (const edges of wanted ? reading.edges : [])
        possible.set(edges, possibleMentions(view, edges, wanted!, plainWord, settings));
      readMs += performance.now() - began;
    },
    async statements(giveWay) {
      const edges = readings.flatMap((reading) => reading.edges);
      const drafts = await draftStatements(words, edges, giveWay);
      const names = readings.map((reading) => reading.names);
      const resolve = await nameResolver(document, names, settings, giveWay);
      const statements = await nameStatements(words, drafts, resolve, settings, giveWay);
      if (!wanted) return statements;
      const answered: Statement[] = [];
      for (const [i, statement] of statements.entries()) {
        await giveWay();
        const mentions = possible.get(drafts[i]!.edges)!;
        const keyOfName = resolvedKeys(words, resolve);
        const requested = wanted.targets.map((target, t) =>
          requestedStance(words, target, mentions[t]!, keyOfName, settings),
        );
        answered.push({ ...statement, requested });
      }
      return answered;
    },
    get readMs() {
      return readMs;
    },
  };
}
