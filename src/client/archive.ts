import type {
  Alias,
  AliasDecisionInput,
  AliasList,
  AliasSuggestion,
  AliasSuggestions,
  MatrixQueryInput,
  NameQueryInput,
  SpeakerCount,
  SpeakerPage,
  StanceMatrix,
  StanceQueryInput,
  StanceSeries,
  StatementPage,
  StatementQueryInput,
  StoredStatement,
  TargetCount,
  TargetPage,
} from "../schemas/index.js";
import type { CallOptions, Calls } from "./calls.js";
import { rowsOfPages } from "./pages.js";

type AllOf<Query> = Omit<Query, "cursor"> & CallOptions;
type PageOf<Query> = Query & CallOptions;

/** Questions to the service's store. All raise ServiceProblem as the service refuses: `store-needed` without a store. */
export interface ArchiveCalls {
  /** All statements that are asked for, in pages of `limit`. @throws ambiguous-name among others */
  statements(query?: AllOf<StatementQueryInput>): AsyncGenerator<StoredStatement>;
  /** One page, with what the names were understood as; `next` is the cursor of the page after. */
  statementPage(query?: PageOf<StatementQueryInput>): Promise<StatementPage>;
  /** Who speaks, most first. */
  speakers(query?: AllOf<NameQueryInput>): AsyncGenerator<SpeakerCount>;
  speakerPage(query?: PageOf<NameQueryInput>): Promise<SpeakerPage>;
  /** What is spoken of, most first. */
  targets(query?: AllOf<NameQueryInput>): AsyncGenerator<TargetCount>;
  targetPage(query?: PageOf<NameQueryInput>): Promise<TargetPage>;
  /** How stances moved: of a speaker, towards a target, or both. */
  stances(query: PageOf<StanceQueryInput>): Promise<StanceSeries>;
  /** Speakers by targets. */
  matrix(query?: PageOf<MatrixQueryInput>): Promise<StanceMatrix>;
  /** What people decided on names. */
  aliases(options?: CallOptions): Promise<Alias[]>;
  /** Names that may be the same; nothing is joined by this. */
  suggestAliases(options?: { limit?: number } & CallOptions): Promise<AliasSuggestion[]>;
  /** Two names are one, or, with `same: false`, are not. */
  decideAlias(decision: AliasDecisionInput, options?: CallOptions): Promise<Alias>;
  /** Takes the decision on a name back. */
  withdrawAlias(name: string, options?: CallOptions): Promise<void>;
}

export function createArchive(calls: Calls): ArchiveCalls {
  const get = <T>(path: string, { signal, ...query }: object & CallOptions = {}): Promise<T> =>
    calls.ask({ path, query, signal });
  const statementPage = (query = {}) => get<StatementPage>("/v1/statements", query);
  const speakerPage = (query = {}) => get<SpeakerPage>("/v1/speakers", query);
  const targetPage = (query = {}) => get<TargetPage>("/v1/targets", query);
  return {
    statementPage,
    speakerPage,
    targetPage,
    statements: (query) =>
      rowsOfPages(
        (cursor: string | undefined) => statementPage({ ...query, cursor }),
        ({ statements }) => statements,
      ),
    speakers: (query) =>
      rowsOfPages(
        (cursor: string | undefined) => speakerPage({ ...query, cursor }),
        ({ speakers }) => speakers,
      ),
    targets: (query) =>
      rowsOfPages(
        (cursor: string | undefined) => targetPage({ ...query, cursor }),
        ({ targets }) => targets,
      ),
    stances: (query) => get("/v1/stances", query),
    matrix: (query) => get("/v1/matrix", query),
    aliases: async (options) => (await get<AliasList>("/v1/aliases", options)).aliases,
    suggestAliases: async (options) =>
      (await get<AliasSuggestions>("/v1/aliases/suggestions", options)).suggestions,
    decideAlias: (decision, { signal } = {}) =>
      calls.ask({
        path: "/v1/aliases",
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(decision),
        signal,
      }),
    withdrawAlias: (name, { signal } = {}) =>
      calls.ask({ path: "/v1/aliases", method: "DELETE", query: { name }, signal }),
  };
}
