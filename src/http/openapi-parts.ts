import { z } from "zod";
import { CATALOGUE, type ErrorCode } from "../errors/index.js";
import * as schemas from "../schemas/index.js";

/** What a request sends: defaults may be left out. */
const SENT = {
  ClassifyOne: schemas.ClassifyOne,
  ClassifyMany: schemas.ClassifyMany,
  DocumentInput: schemas.DocumentInput,
  ClassifyOptions: schemas.ClassifyOptions,
  RequestedTarget: schemas.RequestedTarget,
  AliasDecision: schemas.AliasDecision,
  EvaluateRequest: schemas.EvaluateRequest,
  SentLabels: schemas.SentLabels,
  LabelStudioPredict: schemas.LabelStudioPredict,
  LabelStudioSetup: schemas.LabelStudioSetup,
};
/** What an answer holds. */
const ANSWERED = {
  DocumentResult: schemas.DocumentResult,
  ClassifyManyResult: schemas.ClassifyManyResult,
  Statement: schemas.Statement,
  Passage: schemas.Passage,
  Speaker: schemas.Speaker,
  Target: schemas.Target,
  RequestedStance: schemas.RequestedStance,
  StanceScores: schemas.StanceScores,
  Language: schemas.Language,
  Timing: schemas.Timing,
  ModelIdentity: schemas.ModelIdentity,
  Problem: schemas.Problem,
  ProblemDetail: schemas.ProblemDetail,
  StoredStatement: schemas.StoredStatement,
  StoredDocument: schemas.StoredDocument,
  StatementPage: schemas.StatementPage,
  NameMatches: schemas.NameMatches,
  NameMatch: schemas.NameMatch,
  SpeakerPage: schemas.SpeakerPage,
  SpeakerCount: schemas.SpeakerCount,
  TargetPage: schemas.TargetPage,
  TargetCount: schemas.TargetCount,
  StanceSeries: schemas.StanceSeries,
  StanceMatrix: schemas.StanceMatrix,
  StanceCounts: schemas.StanceCounts,
  Alias: schemas.Alias,
  AliasList: schemas.AliasList,
  AliasSuggestion: schemas.AliasSuggestion,
  AliasSuggestions: schemas.AliasSuggestions,
  Job: schemas.Job,
  JobCounts: schemas.JobCounts,
  JobPage: schemas.JobPage,
  JobResult: schemas.JobResult,
  JobError: schemas.JobError,
  JobErrorPage: schemas.JobErrorPage,
  EvaluateResult: schemas.EvaluateResult,
  MeasuredFigure: schemas.MeasuredFigure,
  MeasuredValue: schemas.MeasuredValue,
  ConfusionMatrix: schemas.ConfusionMatrix,
  BreakdownGroup: schemas.BreakdownGroup,
  Calibration: schemas.Calibration,
  CalibrationBin: schemas.CalibrationBin,
  Comparison: schemas.Comparison,
  LabelStudioPredictions: schemas.LabelStudioPredictions,
};
type SchemaName = keyof typeof SENT | keyof typeof ANSWERED;

const address = (name: string) => `#/components/schemas/${name}`;

/** A reference to a named schema. */
export const ref = (name: SchemaName) => ({ $ref: address(name) });

/** Content of type JSON. */
export const json = (schema: object) => ({ "application/json": { schema } });

/** All named schemas, as they stand under `components`. */
export function namedSchemas(): Record<string, object> {
  return { ...jsonSchemas(SENT, "input"), ...jsonSchemas(ANSWERED, "output") };
}

function jsonSchemas(shapes: Record<string, z.ZodType>, io: "input" | "output"): Record<string, object> {
  const registry = z.registry<{ id: string }>();
  for (const [id, shape] of Object.entries(shapes)) registry.add(shape, { id });
  const made = z.toJSONSchema(registry, { io, uri: address }).schemas;
  return Object.fromEntries(
    Object.entries(made).map(([id, { $schema: _dialect, $id: _id, ...shape }]) => [id, shape]),
  );
}

/** The answers that are problems, a status each. */
export function problems(...codes: ErrorCode[]): Record<string, object> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const { status } = CATALOGUE[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries([...byStatus].map(([status, same]) => [String(status), problem(status, same)]));
}

function problem(status: number, codes: readonly ErrorCode[]): object {
  const description = codes.map((code) => `\`${code}\`: ${CATALOGUE[code].title}`).join("; ");
  const waits = { "Retry-After": { description: "seconds", schema: { type: "integer" } } };
  return {
    description,
    ...(status === 503 && { headers: waits }),
    content: { "application/problem+json": { schema: ref("Problem") } },
  };
}

/** What a query takes, as parameters of an operation. */
export function queryParameters(schema: z.ZodType): object[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "input" }) as {
    properties?: Record<string, { description?: string }>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...shape }]) => ({
    name,
    in: "query",
    required: required.includes(name),
    ...(description && { description }),
    schema: shape,
  }));
}

/** What every operation on the archive may answer. */
const ARCHIVE_CODES = [
  "unauthorized",
  "forbidden",
  "rate-limited",
  "store-needed",
  "store-unavailable",
  "headers-too-large",
  "internal",
] as const;

/** An operation on the archive, which a service without a store does not have. */
export function archiveOperation(
  operationId: string,
  summary: string,
  { status = 200, content, codes = [], ...rest }: ArchiveOperation,
): object {
  return {
    operationId,
    summary,
    ...rest,
    responses: {
      [status]: { description: summary, ...(content && { content }) },
      ...problems(...ARCHIVE_CODES, ...codes),
    },
  };
}

/** The same, of one that only asks the store. */
export const archiveQuestion = (
  operationId: string,
  summary: string,
  { codes = [], ...rest }: ArchiveOperation,
): object => archiveOperation(operationId, summary, { ...rest, codes: [...codes, "deadline-exceeded"] });

interface ArchiveOperation {
  readonly status?: number;
  readonly content?: object;
  readonly codes?: readonly ErrorCode[];
  readonly description?: string;
  readonly parameters?: readonly object[];
  readonly requestBody?: object;
}

/** A GET that takes nothing. */
export function getOf(operationId: string, summary: string, content: object, ...codes: ErrorCode[]): object {
  return {
    get: {
      operationId,
      summary,
      responses: { 200: { description: summary, content }, ...problems(...codes) },
    },
  };
}
