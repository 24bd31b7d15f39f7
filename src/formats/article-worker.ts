import { StatementStanceError } from "../errors/index.js";
import { type Article, readArticle } from "./html.js";

/** What a worker thread answers: errors of ours do not cross threads as what they are. */
export type ArticleAnswer = { readonly article: Article } | { readonly refused: string };

/** Runs in a worker thread. */
export default function answer(html: string): ArticleAnswer {
  try {
    return { article: readArticle(html) };
  } catch (error) {
    if (error instanceof StatementStanceError) return { refused: error.message };
    throw error;
  }
}
