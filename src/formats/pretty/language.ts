import type { Language, ModelIdentity } from "../../schemas/index.js";

/** "French", for its code. */
export function languageName(code: string): string {
  if (code === "und") return "unknown language";
  return new Intl.DisplayNames("en", { type: "language" }).of(code) ?? code;
}

/** What a reader must know where a model was not trained for the language of a text. */
export function languageWarning({ code, trainedFor }: Language, model: ModelIdentity): string | undefined {
  if (trainedFor) return undefined;
  const known = model.languages.map(languageName).join(", ");
  const seen =
    code === "und" ? "The language of this text is not known" : `This text is in ${languageName(code)}`;
  return `${seen}; the model ${model.name} was trained for ${known}: take its answer with care.`;
}
