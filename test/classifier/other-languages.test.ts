import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Classifier, createClassifier } from "../../dist/classifier/index.js";

const TEXTS = {
  ar: "قال وزير الخارجية سامح الشريف يوم الاثنين إن بلاده ترفض العقوبات الجديدة. وأضاف: «نحن ندعم الحوار».",
  de: "Außenministerin Petra Lindner sagte am Montag, sie lehne die neuen Sanktionen ab. „Wir unterstützen den Dialog“, fügte sie hinzu.",
  es: "La ministra Lucía Ferrer afirmó el lunes que rechaza las nuevas sanciones. «Apoyamos el diálogo», añadió.",
  fa: "بهرام کاویانی، وزیر خارجه، روز دوشنبه گفت که تهران تحریم‌های تازه را محکوم می‌کند. او افزود: «ما از گفت‌وگو استقبال می‌کنیم.»",
  fr: "La ministre Claire Vasseur a affirmé lundi qu’elle rejette les nouvelles sanctions. « Nous soutenons le dialogue », a-t-elle ajouté.",
  ru: "Министр Павел Лобанов заявил в понедельник, что отвергает новые санкции. «Мы поддерживаем диалог», — добавил он.",
  tr: "Dışişleri Bakanı Kerem Aydoğan pazartesi günü yeni yaptırımları reddettiklerini söyledi. “Diyaloğu destekliyoruz” diye ekledi.",
  zh: "外交部发言人林静星期一表示，中方坚决反对新的制裁。她说：“我们支持对话。”",
};

let multilingual: Classifier;
beforeAll(async () => {
  multilingual = await createClassifier({ model: "multilingual", workers: 1 });
});
afterAll(() => multilingual.close());

describe("the model multilingual", () => {
  test.each(Object.entries(TEXTS))("finds statements in %s, whose spans fit the text", async (code, text) => {
    const { document, statements, model } = await multilingual.classify({ text });
    expect(model.name).toBe("multilingual");
    expect(document.language).toMatchObject({ code, trainedFor: true });
    expect(statements.length).toBeGreaterThan(0);
    for (const { content, cue, source } of statements)
      for (const part of [content, cue, source])
        if (part) expect(part.spans.map(([a, b]) => text.slice(a, b)).join(" … ")).toBe(part.text);
    const stances = statements.flatMap(({ targets }) => targets.map(({ stance }) => stance));
    expect(stances.some((stance) => stance !== "neutral")).toBe(true);
  });

  test("says where it was not trained for a language", async () => {
    const { document } = await multilingual.classify({
      text: "Rzecznik rządu Jan Kowalski powiedział w poniedziałek, że odrzuca nowe sankcje i popiera dialog.",
    });
    expect(document.language).toMatchObject({ code: "pl", trainedFor: false });
  });
});
